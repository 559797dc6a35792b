using HelpdeskBridge.SimulationTests.Engine;

namespace HelpdeskBridge.SimulationTests;

/// <summary>The service in virtual time, with the seed's incidents. Each run is a process of its own, which has one thread for all code.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_history_in_every_process()
    {
        var plan = new Plan(Seed: 7, Clients: 4, Days: 1, Incidents: 30);
        var first = await Worker.RunAsync(plan);
        var second = await Worker.RunAsync(plan);
        second.Hash.ShouldBe(first.Hash);
        second.Steps.ShouldBe(first.Steps);
        first.Crashes.ShouldBeGreaterThan(0);
        (await Worker.RunAsync(plan with { Seed = 8 })).Hash.ShouldNotBe(first.Hash);
    }

    [Fact]
    public Task Every_message_arrives_once_and_in_order_whatever_the_seed_lets_fail() => ShouldKeepTheInvariantAsync(
        new Plan(Seed: 1, Clients: 10, Days: 1, Incidents: 40), runs: 2);

    [Fact]
    public Task A_seed_that_was_never_tried_finds_nothing_either() => ShouldKeepTheInvariantAsync(
        new Plan(Seed: (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000), Clients: 10, Days: 1, Incidents: 40), runs: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task Every_message_arrives_once_and_in_order_over_days_with_many_seeds() => ShouldKeepTheInvariantAsync(
        new Plan(Seed: 1000, Clients: 30, Days: 2, Incidents: 80), runs: 10);

    private static async Task ShouldKeepTheInvariantAsync(Plan first, int runs)
    {
        RunResult? failed = null;
        await Worker.RunAsync(first, runs, result =>
        {
            TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
            failed = result.Breaches.Count > 0 ? result : null;
            return failed is null;
        });
        if (failed is null)
            return;
        var (smallest, report) = await Shrinker.ShrinkAsync(first with { Seed = failed.Seed });
        Assert.Fail($"{failed}\nThe smallest run that fails: {smallest.Command}\n{report.Report}");
    }
}
