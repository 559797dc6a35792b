using HelpdeskBridge.CrashTests.PowerCut.Disks;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>Longer records, more moments and more starts than <see cref="PowerCutTests"/> have time for.</summary>
public sealed class LongPowerCutTests
{
    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_thousand_disks_and_ten_starts_lose_nothing() =>
        TryAsync(new PowerCutPlan(Seed: 11, Clients: 8, Messages: 15), points: 100, starts: 10);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public async Task While_calls_come_and_the_log_is_copied_back_and_begun_again_a_power_cut_loses_nothing()
    {
        await using var load = await RecordedLoad.CreateAsync(new PowerCutPlan(Seed: 13, Clients: 10, Messages: 50));
        Report(load);
        load.LogBeginnings.ShouldBeGreaterThan(RecordedLoad.Processes, "otherwise the log was begun by starts alone");
        (await PowerCutRun.LookAsync(load, points: 60)).ShouldBeFine(load.Plan);
    }

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public async Task What_agents_wrote_and_a_webhook_told_of_survives_a_power_cut_while_everything_works()
    {
        await using var load = await RecordedLoad.CreateAsync(new PowerCutPlan(Seed: 12, Clients: 6, Messages: 10) { HasHelpdesk = true });
        load.Chats.ShouldContain(chat => chat.Actions.Any(action => action.IsReply));
        Report(load);
        (await PowerCutRun.LookAsync(load, points: 60)).ShouldBeFine(load.Plan);
    }

    [Theory(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    [InlineData(21)]
    [InlineData(22)]
    public Task Thousands_of_disks_and_twenty_starts_lose_nothing(int seed) =>
        TryAsync(new PowerCutPlan(seed, Clients: 10, Messages: 20), points: 300, starts: 20);

    private static async Task TryAsync(PowerCutPlan plan, int points, int starts)
    {
        await using var load = await RecordedLoad.CreateAsync(plan);
        Report(load);
        (await PowerCutRun.LookAsync(load, points)).ShouldBeFine(plan);
        (await PowerCutRun.StartAsync(load, starts)).ShouldBeFine(plan);
    }

    private static void Report(RecordedLoad load)
    {
        var calls = load.Chats.SelectMany(chat => chat.Calls).Where(call => call.IsAccepted).ToList();
        var operations = load.Files.Operations;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{load.Plan}: {calls.Count} calls answered 200, {calls.Count(call => call.IsMessage)} of them texts and files; "
            + $"{operations.OfType<Write>().Count()} writes, {operations.OfType<Sync>().Count()} syncs, {load.Files.Points.Count} moments, "
            + $"the log begun {load.LogBeginnings} times");
    }
}
