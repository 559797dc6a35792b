using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Both outside systems, simulated in this process, and the bridge as a process of its own on one SQLite file.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string ChannelKey = "0123456789abcdef0123456789abcdef";
    private const string WebhookSecret = "a-signing-secret-of-the-tests";
    private const string AdminKey = "an-admin-key-of-the-crash-tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-crash-").FullName;
    private readonly HttpClient _http = new();
    private readonly List<BridgeProcess> _processes = [];
    private readonly Dictionary<string, string> _settings;

    private World(Journal journal, SimulatedZendesk zendesk, SimulatedJaicp jaicp, Dictionary<string, string> overrides)
    {
        (Journal, Zendesk, Jaicp) = (journal, zendesk, jaicp);
        Chats = new Chats(zendesk);
        _settings = Settings();
        foreach (var (key, value) in overrides)
            _settings[key] = value;
    }

    public Journal Journal { get; }

    public SimulatedZendesk Zendesk { get; }

    public SimulatedJaicp Jaicp { get; }

    /// <summary>Clients' tickets, found by the client.</summary>
    public Chats Chats { get; }

    /// <summary>The process that runs now, or ran last.</summary>
    public BridgeProcess Bridge => _processes[^1];

    /// <summary>Whether the process listens, as far as is known.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often the service was started.</summary>
    public int Starts => _processes.Count;

    /// <summary>What all of the processes wrote.</summary>
    public IReadOnlyList<string> BridgeLog => [.. _processes.SelectMany(process => process.Output.Split('\n'))];

    /// <param name="seed">Seeds the simulators' own choices.</param>
    /// <param name="settings">Settings of the bridge other than <see cref="Settings"/>.</param>
    /// <param name="zendesk">Changes the simulated helpdesk.</param>
    public static async Task<World> StartAsync(
        int seed = 1, Dictionary<string, string>? settings = null, Func<SimulatedZendeskOptions, SimulatedZendeskOptions>? zendesk = null)
    {
        var journal = new Journal();
        var options = new SimulatedZendeskOptions { Journal = journal, Seed = seed, AccountRequestsPerMinute = 1_000_000 };
        var world = new World(
            journal,
            await SimulatedZendesk.StartAsync(zendesk?.Invoke(options) ?? options),
            await SimulatedJaicp.StartAsync(new SimulatedJaicpOptions { Journal = journal, Seed = seed }),
            settings ?? []);
        await world.StartBridgeAsync();
        if (!(await world.Jaicp.SetWebhookAsync()).IsAccepted)
            throw new InvalidOperationException("The bridge did not take the webhook.");
        return world;
    }

    /// <summary>Starts the service, and leads both sides to where it listens now.</summary>
    public async Task StartBridgeAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var bridge = BeginBridge();
            try
            {
                await bridge.ListeningAsync();
                Jaicp.BridgeApiUrl = bridge.ApiUrl;
                Zendesk.Webhook = new Webhook(new Uri(bridge.Url, "/helpdesk/main/webhook"), WebhookSecret);
                IsUp = true;
                return;
            }
            catch (InvalidOperationException e) when (attempt < 5 && e.Message.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                // A port that was free a moment ago was taken by another process.
            }
        }
    }

    /// <summary>Starts the service without waiting for it.</summary>
    public BridgeProcess BeginBridge()
    {
        var bridge = BridgeProcess.Begin(_settings);
        _processes.Add(bridge);
        return bridge;
    }

    public async Task KillAsync()
    {
        IsUp = false;
        await Bridge.KillAsync();
    }

    public async Task<int> TerminateAsync()
    {
        IsUp = false;
        return await Bridge.TerminateAsync();
    }

    /// <summary>Waits until nothing waits or moves any more; then everything accepted must be at its place.</summary>
    /// <returns>Null when all is quiet; otherwise what still waits when the time is up.</returns>
    public async Task<string?> SettleAsync(TimeSpan limit, TimeSpan? quietFor = null)
    {
        var quiet = quietFor ?? TimeSpan.FromSeconds(8);
        var started = TimeProvider.System.GetTimestamp();
        var (since, before, waiting) = (started, -1, "");
        while (TimeProvider.System.GetElapsedTime(started) < limit)
        {
            waiting = await WaitingAsync();
            var moved = Jaicp.Events.Count + Zendesk.Tickets.Sum(ticket => Zendesk.Comments(ticket.Id).Count);
            if (waiting.Length > 0 || moved != before)
                (since, before) = (TimeProvider.System.GetTimestamp(), moved);
            else if (TimeProvider.System.GetElapsedTime(since) >= quiet)
                return null;
            await Wait.ForAsync(TimeSpan.FromMilliseconds(200));
        }

        return waiting.Length > 0 ? waiting : "something still moves";
    }

    public async Task<JsonElement> AdminAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Bridge.Url, $"/admin/api/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Zendesk.DisposeAsync();
        await Jaicp.DisposeAsync();
        _http.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody tidied up before us.
        }
    }

    private async Task<string> WaitingAsync()
    {
        var waiting = (await AdminAsync("status")).GetProperty("waiting");
        if (waiting.GetArrayLength() > 0)
            return $"messages wait: {waiting.GetRawText()}";
        return Zendesk.PendingWebhooks > 0 ? $"{Zendesk.PendingWebhooks} webhook(s) wait" : "";
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["urls"] = "http://127.0.0.1:0",
        ["environment"] = "Testing",
        ["contentRoot"] = _folder,
        ["Bridge:PublicUrl"] = "https://bridge.example.com",
        ["Channels:shop:Key"] = ChannelKey,
        ["Channels:shop:Helpdesk"] = "main",
        ["Channels:shop:DefaultDestination"] = Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture),
        ["Channels:shop:InboundPerSecond"] = "5000",
        ["Channels:shop:Ticket:WaitForFirstMessage"] = "00:00:00.500",
        ["Helpdesks:main:Kind"] = "Zendesk",
        ["Helpdesks:main:BaseUrl"] = Zendesk.Url.ToString(),
        ["Helpdesks:main:OAuth:ClientId"] = "helpdesk_bridge",
        ["Helpdesks:main:OAuth:ClientSecret"] = "simulated-client-secret",
        ["Helpdesks:main:WebhookSecrets:0"] = WebhookSecret,
        ["Helpdesks:main:ReconcileEvery"] = "00:00:01",
        ["Helpdesks:main:RequestsPerMinute"] = "100000",
        ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(_folder, "bridge.db")}",
        ["Delivery:RetryDelays:0"] = "00:00:00.200",
        ["Delivery:RetryDelays:1"] = "00:00:00.500",
        ["Delivery:RetryDelays:2"] = "00:00:01",
        ["Delivery:RequestTimeout"] = "00:00:02",
        ["Delivery:NotifyAfter"] = "01:00:00",
        ["Admin:Key"] = AdminKey,
        ["Serilog:MinimumLevel:Default"] = "Warning",
    };
}
