using HelpdeskBridge.Attachments;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Tests.Storage;

/// <summary><c>-- backup FILE</c>. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class BackupCommandTests : IDisposable
{
    private const string Migrations = "SELECT ScriptName FROM SchemaVersions ORDER BY 1";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-backup-").FullName;

    private string Target => Path.Combine(_folder, "backup.db");

    private IEnumerable<string> Entries => Directory.EnumerateFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_store_of_a_running_service_is_copied_into_one_private_file_that_is_never_overwritten()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();

        var made = await CommandRun.RunAsync(["backup", Target, .. bridge.App.Arguments]);

        made.ExitCode.ShouldBe(0, made.Error);
        made.Output.ShouldContain($"The store: {Target}, ");
        Entries.ShouldBe(["backup.db"]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Target).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ReadFirst(Target, "PRAGMA journal_mode").ShouldBe("delete");
        ReadFirst(Target, "SELECT user_id FROM conversations").ShouldBe(BridgeFixture.User);
        var bytes = await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken);

        var again = await CommandRun.RunAsync(["backup", Target, .. bridge.App.Arguments]);

        (again.ExitCode, again.Error).ShouldBe(
            (1, $"{Target} exists already. Give the backup a name of its own. There is no backup.\n"));
        (await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken)).ShouldBe(bytes);
        await bridge.SendTextAsync("The service goes on");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
    }

    [Fact]
    public async Task A_store_of_an_older_version_is_copied_as_it_is_for_the_way_back()
    {
        using var old = await OldVersionStore.LoadAsync(PreviousVersionStoreTests.Dump);
        Directory.CreateDirectory(old.ClientFiles);
        await File.WriteAllTextAsync(Path.Combine(old.ClientFiles, "message-1"), "picture", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(old.ClientFiles, "message-2.part"), "pict", TestContext.Current.CancellationToken);
        var before = await old.ReadAsync(Migrations);

        var made = await CommandRun.RunAsync("backup", $"--Storage:ConnectionString={old.ConnectionString}", Target);

        made.ExitCode.ShouldBe(0, made.Error);
        made.Output.ShouldContain($"{Target}.client-files, 1 file(s)");
        Entries.ShouldBe(["backup.db", "backup.db.client-files"]);
        Directory.EnumerateFiles(Target + ".client-files").Select(path => Path.GetFileName(path)).ShouldBe(["message-1"]);
        (await old.ReadAsync(Migrations)).ShouldBe(before);
        ReadFirst(Target, $"SELECT group_concat(ScriptName, '|') FROM ({Migrations})").ShouldBe(string.Join('|', before));
    }

    [Fact]
    public async Task Where_nothing_can_be_copied_it_says_why_and_leaves_nothing()
    {
        using var store = OldVersionStore.Create("V016");
        var from = $"--Storage:ConnectionString={store.ConnectionString}";
        var missing = Path.Combine(_folder, "missing", "backup.db");
        var damaged = Path.Combine(_folder, "damaged.db");
        await File.WriteAllTextAsync(damaged, new string('x', 8192), TestContext.Current.CancellationToken);

        (await FailAsync("backup", Target, $"--Storage:ConnectionString=Data Source={missing}"))
            .ShouldBe("There is no store where Storage:ConnectionString says. There is no backup.\n");
        (await FailAsync("backup", missing, from)).ShouldBe("There is no such folder. Create it first. There is no backup.\n");
        (await FailAsync("backup", Target, $"--Storage:ConnectionString=Data Source={damaged}")).ShouldContain("file is not a database");
        (await FailAsync("backup", Target, "--Storage:Retention=soon")).ShouldStartWith("fault  Storage:Retention: ");
        (await FailAsync("backup", from)).ShouldBe("Name the one file to write: -- backup FILE\n");
        (await FailAsync("backup", Target, "other.db", from)).ShouldBe("Name the one file to write: -- backup FILE\n");
        Entries.ShouldBe(["damaged.db"]);

        await File.WriteAllTextAsync(Target + ".partial", "", TestContext.Current.CancellationToken);
        (await FailAsync("backup", Target, from)).ShouldContain(".partial exists: another backup is writing it, or was killed.");
    }

    [Fact]
    public async Task Cancelled_half_way_it_leaves_nothing()
    {
        using var store = OldVersionStore.Create("V016");
        using var cancellation = new CancellationTokenSource();
        var progress = new WorkProgress(new CancellingWriter(cancellation), terminal: null);

        await Should.ThrowAsync<OperationCanceledException>(() => new StoreBackup(Target).CreateAsync(
            new StorageOptions { ConnectionString = store.ConnectionString }, progress, cancellation.Token));

        Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_of_a_client_that_is_deleted_meanwhile_is_left_out()
    {
        var spool = Directory.CreateDirectory(Path.Combine(_folder, "client-files")).FullName;
        foreach (var id in new[] { "1", "2" })
            await File.WriteAllTextAsync(Path.Combine(spool, id), id, TestContext.Current.CancellationToken);
        var target = Path.Combine(_folder, "copy");

        // The first file is copied, and then the other one gets into its ticket.
        var copied = await new ClientFileSpool(spool, () => long.MaxValue).CopyToAsync(
            target, new Reports(() => Directory.EnumerateFiles(spool).Where(path => !Path.Exists(Path.Combine(target, Path.GetFileName(path))))
                .ToList().ForEach(File.Delete)),
            TestContext.Current.CancellationToken);

        copied.ShouldBe(1);
        Directory.EnumerateFiles(target).Count().ShouldBe(1);
    }

    private static string? ReadFirst(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static async Task<string> FailAsync(params string[] args)
    {
        var run = await CommandRun.RunAsync(args);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("");
        run.Error.ShouldNotContain("   at ");
        return run.Error;
    }

    /// <summary>Cancels as soon as a step is named.</summary>
    private sealed class CancellingWriter(CancellationTokenSource cancellation) : StringWriter
    {
        public override Task WriteLineAsync(string? value) => cancellation.CancelAsync();
    }

    private sealed class Reports(Action report) : IProgress<double>
    {
        public void Report(double value) => report();
    }
}
