using HelpdeskBridge.CrashTests;
using HelpdeskBridge.SimulationTests.Engine;

namespace HelpdeskBridge.SimulationTests;

/// <summary>The service in virtual time, with the seed's incidents. Each run is a process of its own, which has one thread for all code.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_history_in_every_process()
    {
        var plan = new Plan(Seed: 7, Clients: 4, Days: 1, Incidents: 30);
        var results = new List<RunResult>();
        await Worker.RunAsync(plan, runs: 2, result =>
        {
            results.Add(result);
            return true;
        });
        var alone = await Worker.RunAsync(plan with { Seed = 8 });

        alone.Hash.ShouldBe(results[1].Hash, "what ran before in the same process must not matter");
        alone.Steps.ShouldBe(results[1].Steps);
        alone.Crashes.ShouldBeGreaterThan(0);
        alone.Hash.ShouldNotBe(results[0].Hash);
    }

    [Fact]
    public Task Every_message_arrives_once_and_in_order_whatever_the_seed_lets_fail() => ShouldKeepTheInvariantAsync(
        new Plan(Seed: 1, Clients: 10, Days: 1, Incidents: 40), runs: 1);

    /// <summary>Not in CI, where it would now and then stop a change that has nothing to do with what it finds.</summary>
    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task A_seed_that_was_never_tried_finds_nothing_either() => ShouldKeepTheInvariantAsync(
        new Plan(Seed: (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000), Clients: 20, Days: 2, Incidents: 60), runs: 4);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task Every_message_arrives_once_and_in_order_over_days_with_many_seeds() => ShouldKeepTheInvariantAsync(
        new Plan(Seed: 1000, Clients: 20, Days: 2, Incidents: 60), runs: 2);

    /// <summary>
    /// 4: the poller looked at the store again and again while an outage's next probe was less than a millisecond away. 66: a tag that gave the chat
    /// back to the bot was read after the bot had handed the client over again, and ended that chat.
    /// </summary>
    [Theory(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    [InlineData(4)]
    [InlineData(66)]
    public Task A_seed_that_found_a_fault_of_the_service_finds_nothing_now(int seed) => ShouldKeepTheInvariantAsync(
        new Plan(seed, Clients: 20, Days: 2, Incidents: 60), runs: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public async Task A_failing_run_is_made_smaller_until_nothing_can_be_left_out()
    {
        var failing = new Plan(Seed: 1, Clients: 6, Days: 1, Incidents: 20) { Mutation = "queue-reversed" };
        var (smallest, result) = await Shrinker.ShrinkAsync(failing);

        result.Breaches.ShouldNotBeEmpty();
        smallest.Parts.Count().ShouldBeLessThanOrEqualTo(3);
        smallest.Parts.ShouldContain(part => part.StartsWith('u'), "without a client there is no message whose order could be wrong");
        result.Report.ShouldContain(smallest.Command);
        (await Worker.RunAsync(smallest)).Hash.ShouldBe(result.Hash);
    }

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
