using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>
/// A real Request Tracker from Debian's package, started and stopped by the tests, with a database of its own and without mail. Where it is not
/// installed, each test is skipped; in CI it fails.
/// </summary>
public sealed class RequestTrackerServer : IAsyncLifetime
{
    private const string Program = "/usr/share/request-tracker5/libexec/rt-server";

    private readonly string _folder = Directory.CreateTempSubdirectory("request-tracker-").FullName;
    private readonly int _port = FindPort();
    private Process? _script;
    private JsonNode _facts = null!;

    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>The token of the bridge's user.</summary>
    public string Token => (string)_facts["token"]!;

    public string BridgeUserName => (string)_facts["bridge"]!["name"]!;

    public string BridgePassword => (string)_facts["bridge"]!["password"]!;

    /// <summary>The id of the queue with this name.</summary>
    public string GetQueue(string name) => (string)_facts["queues"]!.AsArray().Single(queue => (string?)queue!["name"] == name)!["id"]!;

    internal RequestTrackerUser Olga => CreateUser("olga");

    internal RequestTrackerUser Ben => CreateUser("ben");

    /// <summary>The bridge's own user, for looks at what it wrote.</summary>
    internal RequestTrackerUser Bridge => new(Url, Token, (string)_facts["bridge"]!["id"]!);

    public static void SkipUnlessInstalled()
    {
        if (!File.Exists(Program) && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("Request Tracker is not installed, but CI needs it.");
        Assert.SkipUnless(File.Exists(Program), "Request Tracker is not installed.");
    }

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Program))
            await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>kill -9 of the server and all its workers, and a new start on the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        using (var kill = Process.Start("kill", ["-9", "--", $"-{(int)_facts["pid"]!}"]))
            await kill.WaitForExitAsync();
        await _script!.WaitForExitAsync();
        _script.Dispose();
        await StartAsync();
    }

    /// <summary>Loads a data file, as its administrator does.</summary>
    public async Task LoadAsync(string data)
    {
        var path = Path.Combine(_folder, "loaded.pl");
        await File.WriteAllTextAsync(path, data);
        var start = new ProcessStartInfo("rt-setup-database-5") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--action", "insert", "--skip-create", "--datafile", path])
            start.ArgumentList.Add(argument);
        start.Environment["RT_SITE_CONFIG"] = Path.Combine(_folder, "RT_SiteConfig.pm");
        start.Environment["RT_SITE_CONFIG_DIR"] = Path.Combine(_folder, "site.d");
        using var load = Process.Start(start)!;
        var (output, errors) = (load.StandardOutput.ReadToEndAsync(), load.StandardError.ReadToEndAsync());
        await load.WaitForExitAsync();
        load.ExitCode.ShouldBe(0, $"{await output}\n{await errors}");
    }

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var script = Path.Combine(AppContext.BaseDirectory, "RequestTracker", "start.sh");
        foreach (var argument in (string[])[script, "--dir", _folder, "--port", _port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        _script = Process.Start(start) ?? throw new InvalidOperationException("The script did not start.");
        var errors = _script.StandardError.ReadToEndAsync();
        var line = await _script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3))
            ?? throw new InvalidOperationException($"Request Tracker did not start:\n{await errors}");
        _facts = JsonNode.Parse(line)!;
    }

    private async Task StopAsync()
    {
        if (_script is null)
            return;
        if (!_script.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _script.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _script.WaitForExitAsync();
        }

        _script.Dispose();
    }

    private RequestTrackerUser CreateUser(string name)
    {
        var agent = _facts["agents"]!.AsArray().Single(agent => (string?)agent!["name"] == name)!;
        return new RequestTrackerUser(Url, (string)agent["token"]!, (string)agent["id"]!);
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
