namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>What was answered with 200 is kept, whatever a power cut leaves of that which was not synced yet.</summary>
[Collection(RecordedLoadTests.Name)]
public sealed class PowerCutTests(RecordedLoadFixture recorded)
{
    [Fact]
    public async Task Whatever_a_power_cut_leaves_the_store_opens_and_has_every_accepted_message_in_order_and_every_file_in_full()
    {
        var load = await recorded.GetAsync();
        (await PowerCutRun.LookAsync(load, points: 20)).ShouldBeFine(load.Plan);
    }

    [Fact]
    public async Task After_a_power_cut_the_service_delivers_every_accepted_message_once_and_in_order()
    {
        var load = await recorded.GetAsync();
        (await PowerCutRun.StartAsync(load, starts: 2)).ShouldBeFine(load.Plan);
    }

    [Fact]
    public async Task On_a_disk_that_takes_no_sync_the_same_look_finds_what_is_lost()
    {
        var load = await recorded.GetAsync();
        var lying = await PowerCutRun.LookAsync(load, points: 2, ignoresSyncs: true);
        lying.Failures.ShouldContain(failure => failure.Contains("was accepted and is not stored", StringComparison.Ordinal));
    }
}
