using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Tests.Contract;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>The service as a process of its own, between the simulated JAICP and the real Request Tracker.</summary>
internal sealed class LiveBridge : IContractBridge
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-live-").FullName;
    private readonly Dictionary<string, string> _settings;
    private BridgeProcess _process = null!;

    private LiveBridge(SimulatedJaicp jaicp, Dictionary<string, string> settings)
    {
        (Jaicp, _settings) = (jaicp, settings);
        settings["Storage:ConnectionString"] = $"Data Source={Path.Combine(_folder, "bridge.db")}";
    }

    public SimulatedJaicp Jaicp { get; }

    public string Output => _process.Output;

    /// <summary>Its settings as arguments, for a command.</summary>
    public IEnumerable<string> Arguments => _settings.Select(setting => $"--{setting.Key}={setting.Value}");

    /// <param name="server">Request Tracker.</param>
    /// <param name="through">Where the bridge finds it; itself when absent.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<LiveBridge> StartAsync(RequestTrackerServer server, Uri? through = null, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["environment"] = "Testing",
            ["Bridge:PublicUrl"] = "https://bridge.example.com",
            ["Channels:shop:Key"] = "0123456789abcdef0123456789abcdef",
            ["Channels:shop:Helpdesk"] = "rt",
            ["Channels:shop:DefaultDestination"] = server.GetQueue("Support"),
            ["Helpdesks:rt:Kind"] = "RequestTracker",
            ["Helpdesks:rt:BaseUrl"] = (through ?? server.Url).ToString(),
            ["Helpdesks:rt:ApiToken:Token"] = server.Token,
            ["Helpdesks:rt:PollEvery"] = "00:00:00.500",
            ["Helpdesks:rt:RequestsPerMinute"] = "100000",
            ["Delivery:RetryDelays:0"] = "00:00:00.500",
            ["Serilog:MinimumLevel:Override:Microsoft"] = "Warning",
            ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var bridge = new LiveBridge(await SimulatedJaicp.StartAsync(), all);
        await bridge.StartProcessAsync();
        (await bridge.Jaicp.SetWebhookAsync()).IsAccepted.ShouldBeTrue();
        return bridge;
    }

    /// <summary>kill -9, and a new start on the same store.</summary>
    public async Task KillAndRestartAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
        await StartProcessAsync();
    }

    Task IContractBridge.RestartAsync() => KillAndRestartAsync();

    Task IContractBridge.UntilAsync(Func<Task<bool>> condition, string what) => RequestTrackerTest.UntilAsync(condition, what);

    public async ValueTask DisposeAsync()
    {
        // Shown where the test fails.
        TestContext.Current.TestOutputHelper?.WriteLine(Output);
        await _process.DisposeAsync();
        await Jaicp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessAsync()
    {
        _process = await BridgeProcess.StartAsync(_settings);
        Jaicp.BridgeApiUrl = _process.ApiUrl;
    }
}
