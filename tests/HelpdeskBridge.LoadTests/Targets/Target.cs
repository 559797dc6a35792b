using System.Diagnostics;
using System.Globalization;
using System.Net;
using HelpdeskBridge.LoadTests.Baselines;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.LoadTests.Targets;

/// <summary>A server that is measured: a process of its own with a fresh store.</summary>
internal sealed class Target : IAsyncDisposable
{
    public const string Bridge = "bridge";

    private const string Key = "0123456789abcdef0123456789abcdef";
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;

    private Target(string name, string folder, Dictionary<string, string> settings, BridgeProcess process) =>
        (Name, _folder, _settings, Process) = (name, folder, settings, process);

    /// <summary><see cref="Bridge"/> or a kind of <see cref="BaselineServer"/>.</summary>
    public string Name { get; }

    public BridgeProcess Process { get; private set; }

    /// <summary>The time from the start of the process to its first answer that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    public string StorePath => Path.Combine(_folder, "bridge.db");

    public Uri Api => Process.ApiUrl;

    public static async Task<Target> StartAsync(string name, SimulatedZendesk zendesk, Action<Dictionary<string, string>>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-load-").FullName;
        var settings = CreateSettings(zendesk, folder);
        change?.Invoke(settings);
        var target = new Target(name, folder, settings, Begin(name, settings));
        await target.Process.ListeningAsync();
        return target;
    }

    public Task StopAsync() => Process.TerminateAsync();

    /// <summary>Starts it again on the same store, and waits until it is ready.</summary>
    public async Task RestartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await Process.DisposeAsync();
        Process = Begin(Name, _settings);
        await Process.ListeningAsync();
        using var http = new HttpClient();
        while ((await http.GetAsync(new Uri(Process.Url, "/health/ready"))).StatusCode != HttpStatusCode.OK)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        ReadyAfter = Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static BridgeProcess Begin(string name, Dictionary<string, string> settings) => BridgeProcess.Begin(
        settings, name == Bridge ? null : ["dotnet", Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.LoadTests.dll"), "--baseline", name]);

    private static Dictionary<string, string> CreateSettings(SimulatedZendesk zendesk, string folder) => new()
    {
        ["urls"] = "http://127.0.0.1:0",
        ["environment"] = "Production",
        ["Bridge:PublicUrl"] = "https://bridge.example.com",
        ["Channels:shop:Key"] = Key,
        ["Channels:shop:Helpdesk"] = "main",
        ["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture),
        ["Channels:shop:InboundPerSecond"] = "1000000",
        ["Channels:shop:Ticket:WaitForFirstMessage"] = "00:00:00",
        ["Helpdesks:main:Kind"] = "Zendesk",
        ["Helpdesks:main:BaseUrl"] = zendesk.Url.ToString(),
        ["Helpdesks:main:OAuth:ClientId"] = "helpdesk_bridge",
        ["Helpdesks:main:OAuth:ClientSecret"] = "simulated-client-secret",
        ["Helpdesks:main:WebhookSecrets:0"] = "a-signing-secret-of-the-tests",
        ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "bridge.db")}",
    };
}
