using HelpdeskBridge.CrashTests.PowerCut.Disks;

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

    [Fact]
    public async Task When_everything_is_accepted_and_downloaded_each_file_has_its_name_and_its_content_on_the_disk()
    {
        var load = await recorded.GetAsync();
        var point = load.Files.Points.First(point => point.At >= load.RestedAt);
        var moment = load.Files.Cut([point]).Single();
        var (seen, safe) = (moment.Rebuild(DiskKind.Everything, new Random(0)), moment.Rebuild(DiskKind.Nothing, new Random(0)));

        seen.Files.Keys.Where(path => path.Contains("client-files/", StringComparison.Ordinal)).ShouldNotBeEmpty();

        // The queues go on trying, and what they write about it need not be safe yet.
        seen.FindMissing(safe).Where(missing => !missing.Contains("bridge.db", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
