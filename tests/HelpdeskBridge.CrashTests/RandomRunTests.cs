using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>Random runs. They do not run in parallel with other tests, which would only slow them down.</summary>
[Collection(nameof(RandomRunTests))]
[CollectionDefinition(nameof(RandomRunTests), DisableParallelization = true)]
public sealed class RandomRunTests
{
    [Fact]
    public Task Every_accepted_message_arrives_once_and_in_order_through_5_kills_and_random_faults() =>
        RunAsync(new RandomRunPlan(Kills: 5, Messages: 400, Seed: 7, ConcurrentClients: 25, MaxCallsPerClient: 12));

    /// <summary>The seeds have different settings (<see cref="ChannelFeatures"/>).</summary>
    [Theory(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    [InlineData(7)]
    [InlineData(8)]
    public Task Every_accepted_message_arrives_once_and_in_order_through_20_kills_and_random_faults(int seed) =>
        RunAsync(new RandomRunPlan(Kills: 20, Messages: 1200, seed, MaxCallsPerClient: 20));

    private static async Task RunAsync(RandomRunPlan plan)
    {
        var result = await RandomRun.RunAsync(plan);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Statistics.ToString());
        if (result.Outcome.Breaches.Count > 0)
            Assert.Fail(result.Report);
    }
}
