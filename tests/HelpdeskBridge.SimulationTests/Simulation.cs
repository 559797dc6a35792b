using System.Data.Common;
using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.SimulationTests.Faults;
using HelpdeskBridge.SimulationTests.Mutations;
using HelpdeskBridge.SimulationTests.Outside;
using HelpdeskBridge.SimulationTests.Service;
using HelpdeskBridge.SimulationTests.Workload;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.SimulationTests;

/// <summary>The service between the simulated outside systems, in virtual time.</summary>
internal sealed class Simulation : IChatSurroundings, IDisposable
{
    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    /// <summary>People look again and again whether something has happened, more and more rarely.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Leap = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterLeap = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-simulation-").FullName;
    private readonly Plan _plan;
    private readonly Mutation? _mutation;
    private readonly ServiceSurroundings _surroundings;
    private ServiceProcess? _service;
    private TicketIndex _tickets = null!;

    public Simulation(Plan plan, TextWriter? trace = null)
    {
        _plan = plan;
        Incidents = IncidentPlan.Create(plan);
        Conditions = Conditions.Choose(plan.Seed, plan.CreateRandom(5));
        _mutation = AllMutations.Find(plan.Mutation);
        Store = MemoryStore.Create();
        Statements = _mutation?.Sql is { } sql ? new MutatedConnection(Store, sql, _mutation.NewSql) : Store;
        Look = new StoreLook(Store);
        Time = new VirtualTime(Start);
        Clock = Time.CreateClock(Life.Endless);
        History = new History(Time, trace);
        Scheduler = new Scheduler(Time, History, plan.CreateRandom(1));
        Luck = new Luck(Incidents, Time, plan.CreateRandom(2));
        Network = new SimulatedNetwork(Time, History, Luck);
        Log = new ServiceLog(Time);
        _surroundings = new ServiceSurroundings(Time, Scheduler, Network, Store, Luck, Log, plan.CreateRandom(3))
        {
            Statements = Statements,
            Mutation = _mutation,
        };
    }

    public IReadOnlyList<Incident> Incidents { get; }

    /// <summary>The settings that the seed has chosen.</summary>
    public Conditions Conditions { get; }

    public ChannelFeatures Features => Conditions.Features;

    public ChatPace Pace { get; } = new(
        TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), TimeSpan.FromHours(6))
    {
        LongPause = 15,
    };

    /// <summary>The store, which outlives the service.</summary>
    public PreparedConnection Store { get; }

    /// <summary>The store as the service sees it, perhaps with a planted fault.</summary>
    public DbConnection Statements { get; }

    /// <summary>The store, seen from outside.</summary>
    public StoreLook Look { get; }

    public VirtualTime Time { get; }

    /// <summary>The clock of everybody outside the service.</summary>
    public TimeProvider Clock { get; }

    public History History { get; }

    public Scheduler Scheduler { get; }

    public Luck Luck { get; }

    public SimulatedNetwork Network { get; }

    public ServiceLog Log { get; }

    public SimulatedZendesk Zendesk { get; private set; } = null!;

    public SimulatedJaicp Jaicp { get; private set; } = null!;

    public bool IsServiceUp { get; private set; }

    /// <summary>Completes with the end of the process that runs now.</summary>
    public Task ServiceEnded => _service!.Life.Ended;

    public async Task StartAsync()
    {
        var journal = new Journal();
        Zendesk = await SimulatedZendesk.StartAsync(new SimulatedZendeskOptions
        {
            Seed = _plan.Seed,
            TimeProvider = Clock,
            Journal = journal,
            Network = Network.For("Zendesk"),
            AccountRequestsPerMinute = 1_000_000,
        });
        Jaicp = await SimulatedJaicp.StartAsync(new SimulatedJaicpOptions
        {
            Seed = _plan.Seed,
            TimeProvider = Clock,
            Journal = journal,
            Network = Network.For("JAICP"),
        });
        _tickets = new TicketIndex(Zendesk);
        Jaicp.BotAccess = new BotAccess(new Uri($"http://127.0.0.1:{ServiceSurroundings.Port}/bot/shop"), ServiceSettings.BotKey);
        Jaicp.BridgeApiUrl = new Uri($"http://127.0.0.1:{ServiceSurroundings.Port}/operator/shop/{ServiceSettings.ChannelKey}");
        Zendesk.Webhook = new Webhook(
            new Uri($"http://127.0.0.1:{ServiceSurroundings.Port}/helpdesk/main/webhook"), ServiceSettings.WebhookSecret, WebhookForm.Trigger);
        await StartServiceAsync();
        if (!(await Jaicp.SetWebhookAsync()).IsAccepted)
            throw new InvalidOperationException("The service did not accept the address for events.");
    }

    public async Task StartServiceAsync()
    {
        History.Add("the service starts");
        _service = new ServiceProcess(_surroundings);
        await Task.WhenAny(_service.StartAsync(CreateSettings()), _service.Life.Ended);
        IsServiceUp = !_service.Life.HasEnded;
    }

    /// <summary>As kill -9.</summary>
    public void KillService()
    {
        History.Add("the service is killed");
        IsServiceUp = false;
        _service!.Dispose();
    }

    public Task WaitAsync(TimeSpan time) => Task.Delay(time, Clock);

    /// <summary>
    /// Nobody chats until then, so the time jumps there in leaps, as it does for a machine that sleeps. What the service does every few seconds is
    /// then done once a leap.
    /// </summary>
    public async Task SkipToAsync(DateTimeOffset morning)
    {
        while (Time.Now + Leap < morning)
        {
            Time.Jump(Leap);
            await WaitAsync(AfterLeap);
            Look.Look();
        }
    }

    public string GetUserId(SimulatedTicket ticket) => _tickets.GetUserId(ticket);

    public IReadOnlyList<SimulatedTicket> GetTickets(string userId) =>
        [.. _tickets.Find(userId).Where(ticket => ticket.UpdatedAt >= Time.Now - (Conditions.OldestTicket ?? TimeSpan.FromDays(3650)))];

    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout)
    {
        var (end, wait) = (Time.Now + timeout, ShortestWait);
        for (; !condition(); wait = wait < LongestWait ? wait * 1.3 : LongestWait)
        {
            if (Time.Now >= end)
                return false;
            await WaitAsync(wait);
        }

        return true;
    }

    public void Dispose()
    {
        _service?.Dispose();
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] CreateSettings() =>
    [
        .. new Dictionary<string, string>(ServiceSettings.Create(Zendesk, _folder))
        {
            ["Bridge:FileKeys:0"] = "a-key-of-the-simulation-for-links-to-files",
            ["Delivery:NotifyAfter"] = "12:00:00",
        }.Concat(Conditions.Settings).Concat(_mutation?.Settings ?? new Dictionary<string, string>())
            .Select(setting => $"--{setting.Key}={setting.Value}"),
    ];
}
