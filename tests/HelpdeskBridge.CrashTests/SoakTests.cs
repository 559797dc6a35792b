using HelpdeskBridge.CrashTests.Soak;

namespace HelpdeskBridge.CrashTests;

/// <summary>A short soak. The one with the figures in <c>docs/reliability.md</c> takes two hours.</summary>
[Collection(nameof(RandomRunTests))]
public sealed class SoakTests
{
    /// <summary>Growth is not judged in so short a time, only printed. Threads and open files are: they must not grow with the chats.</summary>
    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public async Task Two_minutes_of_chats_with_faults_and_restarts_lose_nothing_and_leave_no_open_files_or_threads_behind()
    {
        var result = await SoakRun.RunAsync(SoakPlan.Create(TimeSpan.FromMinutes(2), seed: 7));
        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.Breaches.ShouldBeEmpty();
        result.Samples.Count(sample => sample.Process == result.Samples[^1].Process).ShouldBeGreaterThan(3);
        foreach (var series in result.Series.Where(series => SoakSeries.MustNotGrow.Contains(series.Name)))
            series.Thirds.Last.ShouldBeLessThan((2 * series.Thirds.First) + 50, series.Name);
    }
}
