using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// Both outside systems, simulated in this process, and the service: a process of its own with one SQLite file, or several on one PostgreSQL store
/// (<see cref="ReplicaSet"/>).
/// </summary>
internal sealed class TestEnvironment : IAsyncDisposable
{
    private const string ChannelKey = "0123456789abcdef0123456789abcdef";
    private const string WebhookSecret = "a-signing-secret-of-the-tests";
    private const string AdminKey = "an-admin-key-of-the-crash-tests";
    private const int MaxStartAttempts = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-crash-").FullName;
    private readonly HttpClient _http = new();
    private readonly List<BridgeProcess> _processes = [];
    private readonly List<BridgeProcess> _running = [];
    private readonly ReplicaSet? _replicas;

    /// <summary>The process that was asked to end and has not ended yet; null: none.</summary>
    private BridgeProcess? _ending;
    private readonly Dictionary<string, string> _settings;

    private TestEnvironment(
        Journal journal, SimulatedZendesk zendesk, SimulatedJaicp jaicp, ReplicaSet? replicas, Dictionary<string, string> overrides)
    {
        (Journal, Zendesk, Jaicp, _replicas) = (journal, zendesk, jaicp, replicas);
        Tickets = new TicketDirectory(zendesk);
        var storePath = Path.Combine(_folder, "bridge.db");
        Store = replicas is null ? new SqliteBridgeStore(storePath) : new PostgreSqlBridgeStore(replicas.Store);
        _settings = CreateSettings(storePath);
        foreach (var (key, value) in overrides)
            _settings[key] = value;
    }

    public Journal Journal { get; }

    public SimulatedZendesk Zendesk { get; }

    public SimulatedJaicp Jaicp { get; }

    /// <summary>Clients' tickets, found by the client.</summary>
    public TicketDirectory Tickets { get; }

    public IBridgeStore Store { get; }

    /// <summary>The process that runs now, or ran last.</summary>
    public BridgeProcess Service => _processes[^1];

    /// <summary>Whether a process of the service listens, as far as is known.</summary>
    public bool IsServiceUp => _running.Count > 0;

    /// <summary>The shared parts of several processes; null: there is one.</summary>
    public ReplicaSet? Replicas => _replicas;

    /// <summary>The processes that run, the oldest first.</summary>
    public IReadOnlyList<BridgeProcess> Running => _running;

    /// <summary>How often the service was started.</summary>
    public int ServiceStarts => _processes.Count;

    /// <summary>The log of all processes of the service.</summary>
    public IReadOnlyList<string> ServiceLog => [.. _processes.SelectMany(process => process.Output.Split('\n'))];

    /// <summary>Starts the simulators, without the service.</summary>
    /// <param name="seed">Seeds the simulators' random choices.</param>
    /// <param name="settings">Settings of the service that differ from <see cref="CreateSettings"/>.</param>
    /// <param name="configureZendesk">Changes the simulated helpdesk.</param>
    /// <param name="replicas">How many processes; 1: one with SQLite.</param>
    /// <param name="findsInRedis">Whether several processes find each other in Redis, not in the store.</param>
    public static async Task<TestEnvironment> CreateAsync(
        int seed = 1,
        Dictionary<string, string>? settings = null,
        Func<SimulatedZendeskOptions, SimulatedZendeskOptions>? configureZendesk = null,
        int replicas = 1,
        bool findsInRedis = false)
    {
        var journal = new Journal();
        var options = new SimulatedZendeskOptions { Journal = journal, Seed = seed, AccountRequestsPerMinute = 1_000_000 };
        return new TestEnvironment(
            journal,
            await SimulatedZendesk.StartAsync(configureZendesk?.Invoke(options) ?? options),
            await SimulatedJaicp.StartAsync(new SimulatedJaicpOptions { Journal = journal, Seed = seed, Timeout = Poll.StepTimeout }),
            replicas == 1 ? null : await ReplicaSet.StartAsync(replicas, findsInRedis),
            settings ?? []);
    }

    /// <summary>Starts the simulators and the service.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public static async Task<TestEnvironment> StartAsync(
        int seed = 1,
        Dictionary<string, string>? settings = null,
        Func<SimulatedZendeskOptions, SimulatedZendeskOptions>? configureZendesk = null,
        int replicas = 1,
        bool findsInRedis = false)
    {
        var environment = await CreateAsync(seed, settings, configureZendesk, replicas, findsInRedis);
        try
        {
            await environment.StartServiceAsync();
            await environment.RegisterWebhookAsync();
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts as many processes as are missing, and tells both sides the address of the service.</summary>
    public async Task StartServiceAsync()
    {
        var missing = (_replicas?.Count ?? 1) - _running.Count;
        await Task.WhenAll(Enumerable.Range(0, missing).Select(_ => StartProcessAsync()));
        var (url, api) = _replicas is null
            ? (Service.Url, Service.ApiUrl)
            : (_replicas.Balancer.Url, new Uri(_replicas.Balancer.Url, Service.ApiUrl.AbsolutePath));
        Jaicp.BridgeApiUrl = api;
        Zendesk.Webhook = new Webhook(new Uri(url, "/helpdesk/main/webhook"), WebhookSecret);
    }

    /// <summary>Starts a process of the service without waiting for it.</summary>
    public BridgeProcess LaunchService()
    {
        var service = BridgeProcess.Begin(_replicas is null ? _settings : CreateReplicaSettings(_replicas));
        lock (_processes)
            _processes.Add(service);
        return service;
    }

    /// <summary>Tells the service where JAICP takes events.</summary>
    public async Task RegisterWebhookAsync()
    {
        if (!(await Jaicp.SetWebhookAsync()).IsAccepted)
            throw new InvalidOperationException("The service did not accept the webhook.");
    }

    /// <summary>kill -9 of the process that is being ended; else, of several processes, of the oldest.</summary>
    public async Task KillServiceAsync()
    {
        var process = _ending ?? GetOldest();
        Forget(process);
        await process.KillAsync();
    }

    /// <summary>SIGTERM. Of several processes, the oldest is ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateServiceAsync()
    {
        var process = _ending = GetOldest();
        _running.Remove(process);
        var exitCode = await process.TerminateAsync();
        _ending = null;

        // It said itself that it is not ready any more, and the load balancer listened.
        Forget(process);
        return exitCode;
    }

    /// <summary>Waits until a process has ended by itself.</summary>
    public async Task WaitForEndAsync(BridgeProcess process)
    {
        await process.WaitForEndAsync();
        Forget(process);
    }

    /// <summary>Whether the service accepts connections.</summary>
    public async Task<bool> IsServiceListeningAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Service.Url, "/health/live"));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Ends every fault: both sides work, and webhooks arrive once and in order.</summary>
    public async Task StopFaultsAsync()
    {
        Zendesk.Faults.Clear();
        Jaicp.Faults.Clear();
        (Zendesk.WebhookFaults.DropRate, Zendesk.WebhookFaults.DuplicateRate, Zendesk.WebhookFaults.Reorder) = (0, 0, false);
        await Zendesk.StartListeningAsync();
        await Jaicp.StartListeningAsync();
    }

    public async Task<JsonElement> GetAdminAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_replicas?.Balancer.Url ?? Service.Url, $"/admin/api/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>
    /// What still waits, on the way from a webhook to a delivered message. The steps are read in the order in which work moves through them,
    /// so that nothing is missed by moving on meanwhile.
    /// </summary>
    public async Task<IReadOnlyList<string>> GetUnfinishedWorkAsync()
    {
        var unfinished = new List<string>();
        if (Zendesk.PendingWebhooks is var webhooks and > 0)
            unfinished.Add($"{webhooks} webhook(s) are not answered");
        if (await Store.CountTicketsToReadAsync() is var tickets and > 0)
            unfinished.Add($"{tickets} ticket(s) are to be read");
        var waiting = (await GetAdminAsync("status")).GetProperty("waiting");
        if (waiting.GetArrayLength() > 0)
            unfinished.Add($"messages wait: {waiting.GetRawText()}");
        return unfinished;
    }

    /// <summary>What the service says it waits for, for the message of a failing test.</summary>
    public async Task<string> DescribeStateAsync(IEnumerable<string> userIds)
    {
        if (!IsServiceUp)
            return "The service does not run.";
        var description = new StringBuilder();
        description.AppendLine($"Unfinished: {string.Join("; ", await GetUnfinishedWorkAsync())}");
        description.AppendLine($"Status: {(await GetAdminAsync("status")).GetRawText()}");
        foreach (var userId in userIds)
        {
            var conversations = (await GetAdminAsync($"conversations?user={userId}")).GetProperty("conversations");
            foreach (var id in conversations.EnumerateArray().Select(conversation => conversation.GetProperty("id").GetString()))
            {
                var details = await GetAdminAsync($"conversations/{id}");
                description.AppendLine($"{userId}: {details.GetProperty("conversation").GetRawText()}");
                foreach (var entry in details.GetProperty("timeline").EnumerateArray())
                    description.AppendLine($"  {entry.GetRawText()}");
            }
        }

        return description.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Zendesk.DisposeAsync();
        await Jaicp.DisposeAsync();
        if (_replicas is not null)
            await _replicas.DisposeAsync();
        _http.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The folder was deleted from outside.
        }
    }

    private async Task StartProcessAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var service = LaunchService();
            try
            {
                await service.ListeningAsync();
                _replicas?.Balancer.Add(service.Url);
                lock (_processes)
                    _running.Add(service);
                return;
            }
            catch (InvalidOperationException e) when (attempt < MaxStartAttempts && e.Message.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                // Another process has taken a port that was free a moment ago.
            }
        }
    }

    /// <summary>A single process is the one that was started last, whether it listens yet or not.</summary>
    private BridgeProcess GetOldest() => _replicas is null ? Service : _running[0];

    private void Forget(BridgeProcess process)
    {
        _running.Remove(process);
        if (_replicas is not null)
            _replicas.Balancer.Remove(process.Url);
    }

    private Dictionary<string, string> CreateReplicaSettings(ReplicaSet replicas)
    {
        var settings = new Dictionary<string, string>(_settings);
        foreach (var (key, value) in replicas.CreateSettings())
            settings[key] = value;
        return settings;
    }

    private Dictionary<string, string> CreateSettings(string storePath) => new()
    {
        ["urls"] = "http://127.0.0.1:0",
        ["environment"] = "Testing",
        ["contentRoot"] = _folder,

        // File watchers are limited per user, and many services run at the same time here.
        ["hostBuilder:reloadConfigOnChange"] = "false",
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
        ["Helpdesks:main:LateWriteWindow"] = "00:00:02", // the simulated Zendesk carries a request out at once or never
        ["Helpdesks:main:RequestsPerMinute"] = "100000",
        ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
        ["Storage:ConnectionString"] = $"Data Source={storePath}",
        ["Delivery:RetryDelays:0"] = "00:00:00.200",
        ["Delivery:RetryDelays:1"] = "00:00:00.500",
        ["Delivery:RetryDelays:2"] = "00:00:01",
        ["Delivery:RequestTimeout"] = "00:01:00",
        ["Delivery:NotifyAfter"] = "01:00:00",
        ["Admin:Key"] = AdminKey,
        ["Serilog:MinimumLevel:Default"] = "Warning",
    };
}
