using System.Diagnostics;
using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;
using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>What a command has written is on the disk when it ends, and half of it never passes for the whole.</summary>
[Collection(RecordedLoadTests.Name)]
public sealed class CommandPowerCutTests(RecordedLoadFixture recorded)
{
    private const string Backups = "backups";
    private const int Moments = 100;

    [Fact]
    public async Task A_backup_is_whole_as_soon_as_it_has_its_name_and_has_it_when_the_command_ends()
    {
        var load = await recorded.GetAsync();
        var source = load.Files.GetLast().Rebuild(DiskKind.Everything, new Random(0));
        var files = await RecordAsync(
            folder =>
            {
                source.Save(folder);
                Directory.CreateDirectory(Path.Combine(folder, Backups));
            },
            folder =>
            [
                "backup",
                Path.Combine(folder, Backups, "bridge.db"),
                $"--Storage:ConnectionString=Data Source={RecordedLoad.GetStorePath(folder)}",
            ]);

        var random = new Random(load.Plan.Seed);
        var whole = files.GetLast().Rebuild(DiskKind.Everything, random);
        var backup = new DiskImage(whole.Files.Where(file => file.Key.StartsWith(Backups, StringComparison.Ordinal)).ToDictionary());
        backup.Files.Keys.ShouldContain(path => path.StartsWith($"{Backups}/bridge.db.client-files/", StringComparison.Ordinal));

        // The names change in the last moments.
        foreach (var moment in files.Cut([.. files.Points.TakeLast(Moments)]))
        {
            foreach (var kind in Enum.GetValues<DiskKind>())
            {
                var left = moment.Rebuild(kind, random);
                if (moment.Point == files.Points[^1] || left.Files.ContainsKey($"{Backups}/bridge.db"))
                    backup.FindMissing(left).ShouldBeEmpty($"{kind} at {moment.Point}");
            }
        }
    }

    [Fact]
    public async Task A_signing_secret_is_safe_in_its_file_when_the_command_ends()
    {
        await using var environment = await TestEnvironment.CreateAsync();

        // The simulated helpdesk does not list the fields that the bot's script sets, and setup would say that they are missing.
        var settings = environment.Settings.Where(pair => !pair.Key.Contains(":Ticket:Fields:", StringComparison.Ordinal))
            .Select(pair => $"--{pair.Key}={pair.Value}").ToList();
        var files = await RecordAsync(_ => { }, folder => ["setup", "apply", "--secrets-file", Path.Combine(folder, "secret"), .. settings]);

        var safe = files.GetLast().Rebuild(DiskKind.Nothing, new Random(0));
        safe.Files["secret"].ShouldNotBeNull().Length.ShouldBeGreaterThan(10);
        files.FindDifference(safe).ShouldBeNull();
    }

    /// <summary>Runs a command of the service and records what it does to the files of a folder.</summary>
    private static async Task<RecordedFiles> RecordAsync(Action<string> prepare, Func<string, IReadOnlyList<string>> createArguments)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-command-").FullName;
        try
        {
            prepare(folder);
            using var recorder = Recorder.Begin(folder);
            var command = new List<string>([.. recorder.Launcher, .. BridgeProcess.Command, .. createArguments(folder)]);
            var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, string.Join('\n', output));
            return recorder.Read();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
