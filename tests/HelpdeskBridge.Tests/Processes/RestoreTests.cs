using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>A backup that was made while the real process works is restored as docs/deploying.md says.</summary>
public sealed partial class RestoreTests : ProcessTest
{
    private const int Clients = 4;

    private string Store => Path.Combine(Folder, "store");

    private string Backup => Path.Combine(Folder, "backup.db");

    [Fact]
    public async Task Nothing_accepted_before_a_backup_under_load_is_lost_when_it_is_restored_into_an_empty_folder()
    {
        await Zendesk.StopListeningAsync();
        var (before, after) = (new int[Clients], new int[Clients]);
        await using (var host = new RawHttpServer(_ => RawHttpServer.Ok("bytes-of-the-file")))
        await using (var bridge = await StartAsync(Store))
        {
            for (var client = 0; client < Clients; client++)
                (await Jaicp.HandOverAsync(GetUser(client), userName: "Ann", firstMessage: $"{GetUser(client)}-0")).IsAccepted.ShouldBeTrue();
            (await Jaicp.SendFileAsync("u0", new Uri(host.Url("/plan.png")), "plan.png")).IsAccepted.ShouldBeTrue();
            await Wait.UntilAsync(() => GetSpooled(Store).Length == 1);

            using var end = new CancellationTokenSource();
            Task[] sending = [.. Enumerable.Range(0, Clients).Select(client => SendAsync(client, after, end.Token))];
            await Wait.UntilAsync(() => after.All(sent => sent >= 20));
            after.CopyTo(before, 0);
            (await BackUpAsync()).ShouldBe((0, "Copying the store\nChecking the copy\nCopying the clients' files that wait for their ticket\n"));
            await end.CancelAsync();
            await Task.WhenAll(sending);
            await bridge.KillAsync();
        }

        // The disk with the store is gone, and so is the host of the file. This is what docs/deploying.md says.
        Directory.Delete(Store, recursive: true);
        Directory.CreateDirectory(Store);
        File.Copy(Backup, Path.Combine(Store, "bridge.db"));
        Directory.Move(Backup + ".client-files", Path.Combine(Store, "client-files"));
        await Zendesk.StartListeningAsync();
        await using var restored = await StartAsync(Store);

        await Wait.UntilAsync(() => GetSpooled(Store).Length == 0
            && Enumerable.Range(0, Clients).All(client => GetWritten(client).Length > before[client]));
        for (var client = 0; client < Clients; client++)
        {
            var written = GetWritten(client);
            written.ShouldBe(Enumerable.Range(0, written.Length), GetUser(client));
            written.Length.ShouldBeLessThanOrEqualTo(after[client] + 1);
        }

        Zendesk.Tickets.Count.ShouldBe(Clients);
        Zendesk.Tickets.SelectMany(ticket => Zendesk.Comments(ticket.Id)).SelectMany(comment => comment.Files).Select(file => file.Name)
            .ShouldBe(["plan.png"]);
    }

    [Fact]
    public async Task On_a_full_disk_a_backup_fails_and_leaves_nothing()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no shell here.");
        await using (await StartAsync(Store))
        {
        }

        // A limit on the length of files stands in for a disk without space. The runtime itself needs longer ones to protect its code.
        var (exitCode, error) = await BackUpAsync(limit: "export DOTNET_EnableWriteXorExecute=0; ulimit -f 64; trap '' XFSZ; ");

        exitCode.ShouldBe(1);
        error.ShouldContain("the copy can't be written");
        error.ShouldEndWith("There is no backup.\n");
        Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).ShouldBe(["store"]);
    }

    private static string[] GetSpooled(string store) =>
        Directory.Exists(Path.Combine(store, "client-files"))
            ? Directory.GetFiles(Path.Combine(store, "client-files")).Where(path => !path.EndsWith(".part", StringComparison.Ordinal)).ToArray()
            : [];

    private async Task SendAsync(int client, int[] accepted, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            (await Jaicp.SendTextAsync(GetUser(client), $"{GetUser(client)}-{accepted[client] + 1}")).IsAccepted.ShouldBeTrue();
            accepted[client]++;
        }
    }

    private async Task<(int ExitCode, string Error)> BackUpAsync(string limit = "")
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
            ["-c", $"{limit}exec dotnet \"$@\"", "sh", Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.dll"), "backup", Backup];
        foreach (var argument in arguments.Concat(GetSettings(Store).Select(setting => $"--{setting.Key}={setting.Value}")))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine(await output);
        return (process.ExitCode, error);
    }

    /// <summary>The numbers of a client's texts in the order in which they are in the tickets, whether they came together or one by one.</summary>
    private int[] GetWritten(int client) =>
    [
        .. Zendesk.Tickets.SelectMany(ticket => Zendesk.Comments(ticket.Id)).SelectMany(comment => Text().Matches(comment.Body))
            .Where(match => match.Groups[1].Value == GetUser(client))
            .Select(match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)),
    ];

    private static string GetUser(int client) => $"u{client}";

    private Dictionary<string, string> GetSettings(string store)
    {
        var settings = BridgeApp.Settings(Zendesk.Url, store);
        settings["Channels:shop:DefaultDestination"] = Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
        settings["Delivery:RetryDelays:0"] = "00:00:00.200";
        settings["Helpdesks:main:LateWriteWindow"] = "00:00:02"; // the simulated Zendesk carries a request out at once or never
        return settings;
    }

    private async Task<BridgeProcess> StartAsync(string store)
    {
        var bridge = await BridgeProcess.StartAsync(GetSettings(store));
        Jaicp.BridgeApiUrl = bridge.ApiUrl;
        return bridge;
    }

    [GeneratedRegex(@"(u\d+)-(\d+)")]
    private static partial Regex Text();
}
