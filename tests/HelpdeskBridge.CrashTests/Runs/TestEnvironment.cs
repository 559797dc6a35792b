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
internal sealed class TestEnvironment : IChatSurroundings, IAsyncDisposable
{
    private const string AdminKey = "an-admin-key-of-the-crash-tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-crash-").FullName;
    private readonly HttpClient _http = new();
    private readonly ServiceProcesses _processes;

    private TestEnvironment(
        Journal journal,
        SimulatedZendesk zendesk,
        SimulatedJaicp jaicp,
        ReplicaSet? replicas,
        Dictionary<string, string> overrides,
        IReadOnlyList<string> launcher)
    {
        (Journal, Zendesk, Jaicp, Replicas) = (journal, zendesk, jaicp, replicas);
        Tickets = new TicketDirectory(zendesk);
        var settings = CreateSettings();
        foreach (var (key, value) in overrides)
            settings[key] = value;
        Settings = settings;
        Features = ChannelFeatures.Read(settings);
        Store = replicas is null ? new SqliteBridgeStore(settings["Storage:ConnectionString"]) : new PostgreSqlBridgeStore(replicas.Store);
        _processes = new ServiceProcesses(settings, replicas, launcher);
    }

    /// <summary>The settings of the service.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public Journal Journal { get; }

    public SimulatedZendesk Zendesk { get; }

    public SimulatedJaicp Jaicp { get; }

    /// <summary>Clients' tickets, found by the client.</summary>
    public TicketDirectory Tickets { get; }

    public BridgeStore Store { get; }

    public ChannelFeatures Features { get; }

    public TimeProvider Clock => TimeProvider.System;

    public ChatPace Pace => ChatPace.Fast;

    /// <summary>The process that runs now, or ran last.</summary>
    public BridgeProcess Service => _processes.Started[^1];

    /// <summary>Whether a process of the service listens, as far as is known.</summary>
    public bool IsServiceUp => _processes.Running.Count > 0;

    /// <summary>The shared parts of several processes; null: there is one.</summary>
    public ReplicaSet? Replicas { get; }

    /// <summary>The processes that run, the oldest first.</summary>
    public IReadOnlyList<BridgeProcess> Running => _processes.Running;

    /// <summary>How often the service was started.</summary>
    public int ServiceStarts => _processes.Started.Count;

    /// <summary>The log of all processes of the service.</summary>
    public IReadOnlyList<string> ServiceLog => [.. _processes.Started.SelectMany(process => process.Output.Split('\n'))];

    /// <summary>Starts the simulators, without the service.</summary>
    /// <param name="seed">Seeds the simulators' random choices.</param>
    /// <param name="settings">Settings of the service that differ from <see cref="CreateSettings"/>.</param>
    /// <param name="configureZendesk">Changes the simulated helpdesk.</param>
    /// <param name="replicas">How many processes; 1: one with SQLite.</param>
    /// <param name="parts">What several processes have beside one PostgreSQL server.</param>
    /// <param name="launcher">What the service is started with: its own command follows.</param>
    public static async Task<TestEnvironment> CreateAsync(
        int seed = 1,
        Dictionary<string, string>? settings = null,
        Func<SimulatedZendeskOptions, SimulatedZendeskOptions>? configureZendesk = null,
        int replicas = 1,
        ReplicaParts parts = ReplicaParts.None,
        IReadOnlyList<string>? launcher = null)
    {
        var journal = new Journal();
        var options = new SimulatedZendeskOptions { Journal = journal, Seed = seed, AccountRequestsPerMinute = 1_000_000 };
        return new TestEnvironment(
            journal,
            await SimulatedZendesk.StartAsync(configureZendesk?.Invoke(options) ?? options),
            await SimulatedJaicp.StartAsync(new SimulatedJaicpOptions { Journal = journal, Seed = seed, Timeout = Poll.StepTimeout }),
            replicas == 1 ? null : await ReplicaSet.StartAsync(replicas, parts),
            settings ?? [],
            launcher ?? []);
    }

    /// <summary>Starts the simulators and the service.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public static async Task<TestEnvironment> StartAsync(
        int seed = 1,
        Dictionary<string, string>? settings = null,
        Func<SimulatedZendeskOptions, SimulatedZendeskOptions>? configureZendesk = null,
        int replicas = 1,
        ReplicaParts parts = ReplicaParts.None)
    {
        var environment = await CreateAsync(seed, settings, configureZendesk, replicas, parts);
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
        await _processes.StartMissingAsync();
        Jaicp.BridgeApiUrl = _processes.ApiUrl;
        Jaicp.BotAccess = new BotAccess(new Uri(_processes.Url, "/bot/shop"), ServiceSettings.BotKey);
        Zendesk.Webhook = new Webhook(new Uri(_processes.Url, "/helpdesk/main/webhook"), ServiceSettings.WebhookSecret);
    }

    /// <inheritdoc cref="ServiceProcesses.Launch"/>
    public BridgeProcess LaunchService() => _processes.Launch();

    /// <summary>Tells the service where JAICP takes events.</summary>
    public async Task RegisterWebhookAsync()
    {
        if (!(await Jaicp.SetWebhookAsync()).IsAccepted)
            throw new InvalidOperationException("The service did not accept the webhook.");
    }

    /// <inheritdoc cref="ServiceProcesses.KillAsync"/>
    public Task KillServiceAsync() => _processes.KillAsync();

    /// <inheritdoc cref="ServiceProcesses.TerminateAsync"/>
    public Task<int> TerminateServiceAsync() => _processes.TerminateAsync();

    /// <inheritdoc cref="ServiceProcesses.WaitForEndAsync"/>
    public Task WaitForEndAsync(BridgeProcess process) => _processes.WaitForEndAsync(process);

    /// <inheritdoc cref="ServiceProcesses.GetLinks"/>
    public ReplicaLinks GetLinks(BridgeProcess process) => _processes.GetLinks(process);

    /// <summary>Whether a process says that it is not ready, with status 503.</summary>
    public async Task<bool> IsUnreadyAsync(BridgeProcess process)
    {
        using var response = await _http.GetAsync(new Uri(process.Url, "/health/ready"));
        return response.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable;
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

    public IReadOnlyList<SimulatedTicket> GetTickets(string userId) => Tickets.GetTickets(userId);

    public Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout) => Poll.UntilAsync(condition, timeout);

    /// <summary>Ends every fault: both sides work, and webhooks arrive once and in order.</summary>
    public async Task StopFaultsAsync()
    {
        Zendesk.Faults.Clear();
        Jaicp.Faults.Clear();
        (Zendesk.WebhookFaults.DropRate, Zendesk.WebhookFaults.DuplicateRate, Zendesk.WebhookFaults.Reorder) = (0, 0, false);
        await Zendesk.StartListeningAsync();
        await Jaicp.StartListeningAsync();
    }

    /// <summary>On a busy machine, no process may be ready for a moment.</summary>
    /// <param name="path">What is read of the operators' API.</param>
    /// <param name="of">Which process is asked; null: any.</param>
    public async Task<JsonElement> GetAdminAsync(string path, BridgeProcess? of = null)
    {
        HttpResponseMessage? answer = null;
        await Poll.UntilAsync(
            async () =>
            {
                answer?.Dispose();
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(of?.Url ?? _processes.Url, $"/admin/api/{path}"));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
                answer = await _http.SendAsync(request);
                return Replicas is null || answer.StatusCode != System.Net.HttpStatusCode.BadGateway;
            },
            Poll.StepTimeout);
        using var response = answer!;
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
        await _processes.DisposeAsync();
        await Zendesk.DisposeAsync();
        await Jaicp.DisposeAsync();
        if (Replicas is not null)
            await Replicas.DisposeAsync();
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

    private Dictionary<string, string> CreateSettings() => new(ServiceSettings.Create(Zendesk, _folder))
    {
        ["urls"] = "http://127.0.0.1:0",
        ["Channels:shop:Ticket:WaitForFirstMessage"] = "00:00:00.500",
        ["Helpdesks:main:ReconcileEvery"] = "00:00:01",
        ["Helpdesks:main:LateWriteWindow"] = "00:00:02", // the simulated Zendesk carries a request out at once or never
        ["Helpdesks:main:RequestsPerMinute"] = "100000",
        ["Delivery:RetryDelays:0"] = "00:00:00.200",
        ["Delivery:RetryDelays:1"] = "00:00:00.500",
        ["Delivery:RetryDelays:2"] = "00:00:01",
        ["Delivery:RequestTimeout"] = "00:01:00",
        ["Delivery:NotifyAfter"] = "01:00:00",
        ["Admin:Key"] = AdminKey,
        ["Serilog:MinimumLevel:Default"] = "Warning",
    };
}
