using HelpdeskBridge.CrashTests.PowerCut.Checks;
using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;
using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Tests.Storage;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>A power cut while the service brings an older version's store up to date.</summary>
public sealed class MigrationPowerCutTests : IDisposable
{
    private const string Dump = "store-d040839.sql";
    private const int Seed = 7;

    private readonly string _recorded = Directory.CreateTempSubdirectory("bridge-migration-").FullName;

    public void Dispose() => Directory.Delete(_recorded, recursive: true);

    [Fact]
    public async Task An_older_store_is_brought_up_to_date_by_the_next_start_and_has_lost_nothing()
    {
        using var old = await OldVersionStore.LoadAsync(Dump);
        var messages = await old.ReadAsync("SELECT id FROM messages");
        var migrations = await old.ReadAsync("SELECT ScriptName FROM SchemaVersions");
        Directory.CreateDirectory(Path.Combine(_recorded, "data"));
        File.Copy(old.ConnectionString["Data Source=".Length..], RecordedLoad.GetStorePath(_recorded));
        var files = await RecordStartAsync();

        var random = new Random(Seed);
        var (migratedHalfway, disks) = (0, 0);
        var points = files.ChoosePoints(25, random);
        foreach (var moment in files.Cut(points))
        {
            var kind = random.GetItems(Enum.GetValues<DiskKind>(), 1)[0];
            using var folder = new RebuiltFolder(moment.Rebuild(kind, random));
            disks++;
            var store = RecordedLoad.GetStorePath(folder.Path);
            var before = await StoreContent.ReadColumnAsync(store, "SELECT ScriptName FROM SchemaVersions");
            migratedHalfway += before.Count > migrations.Count ? 1 : 0;
            await StoreCheck.OpenAsync(store);
            var content = await StoreContent.ReadAsync(store);
            content.Damage.ShouldBeEmpty($"{kind} at {moment.Point}");
            messages.Except(content.Messages.Select(message => message.Id)).ShouldBeEmpty($"{kind} at {moment.Point}");
        }

        migratedHalfway.ShouldBeInRange(1, disks - 1, "disks on which some of the migrations had run");
        TestContext.Current.TestOutputHelper?.WriteLine($"{disks} disks, seed {Seed}");
    }

    private async Task<RecordedFiles> RecordStartAsync()
    {
        using var recorder = Recorder.Begin(_recorded);
        await using var environment = await TestEnvironment.CreateAsync(
            settings: new() { ["Storage:ConnectionString"] = $"Data Source={RecordedLoad.GetStorePath(_recorded)}" }, launcher: recorder.Launcher);
        await environment.Zendesk.StopListeningAsync();
        await environment.StartServiceAsync();
        await environment.TerminateServiceAsync();
        return recorder.Read();
    }
}
