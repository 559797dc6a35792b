using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>The short form of the run that Program.cs makes long. It has this process to itself: other tests would slow its chats down.</summary>
[Collection(nameof(CrashRunTests))]
[CollectionDefinition(nameof(CrashRunTests), DisableParallelization = true)]
public sealed class CrashRunTests
{
    [Fact]
    public async Task Whatever_was_accepted_arrives_once_and_in_order_through_20_kills_and_every_fault()
    {
        var result = await CrashRun.RunAsync(new CrashPlan(Kills: 20, Messages: 1200, Seed: 7));
        TestContext.Current.TestOutputHelper?.WriteLine(result.Figures.ToString());
        result.Breaches.ShouldBeEmpty(result.Tale);
    }
}
