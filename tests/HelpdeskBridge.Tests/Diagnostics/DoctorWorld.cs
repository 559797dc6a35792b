using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using HelpdeskBridge.Diagnostics;
using HelpdeskBridge.Network;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Setup;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Diagnostics;

/// <summary>
/// A bridge of which everything is in order: an account that was set up, a store with JAICP's webhook, and a stub that answers as the service does.
/// </summary>
internal sealed class DoctorWorld : IAsyncDisposable, IMachine
{
    private const string Live = """{"status":"Healthy","parts":{}}""";

    private DoctorWorld(SetupWorld setup, SimulatedJaicp jaicp)
    {
        (Setup, Jaicp) = (setup, jaicp);
        Service = new RawHttpServer(path => Answer(path));
        Settings["Bridge:PublicUrl"] = Service.Url("");
        Settings["Bridge:AllowedJaicpHosts:0"] = "jaicp.example.com";
        Settings["Admin:Key"] = "an-admin-key-of-the-doctor-tests";
        Setup.Replace = services =>
        {
            services.RemoveAll<IMachine>();
            services.AddSingleton<IMachine>(this);
            services.RemoveAll<NameResolver>();
            services.AddSingleton<NameResolver>((host, _) => Names(host));
        };
    }

    public SetupWorld Setup { get; }

    public SimulatedZendesk Zendesk => Setup.Zendesk;

    public SimulatedJaicp Jaicp { get; }

    public Dictionary<string, string?> Settings => Setup.Settings;

    /// <summary>What answers at the public address.</summary>
    public RawHttpServer Service { get; }

    /// <summary>How it answers.</summary>
    public Func<string, string> Answer { get; set; } = _ => RawHttpServer.Ok(Live);

    /// <summary>How names are resolved.</summary>
    public Func<string, Task<IPAddress[]>> Names { get; set; } = _ => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    /// <summary>What a fault has started.</summary>
    public List<IAsyncDisposable> Owned { get; } = [];

    public long? FreeSpace { get; set; } = 1L << 40;

    public bool IsWritable { get; set; } = true;

    public string StorePath => Path.Combine(Setup.Folder, "bridge.db");

    /// <summary>What is secret.</summary>
    public IEnumerable<string> Secrets =>
    [
        BridgeApp.Key, Settings["Admin:Key"]!, Settings.GetValueOrDefault("Helpdesks:main:OAuth:ClientSecret") ?? "simulated-client-secret",
        .. Zendesk.RegisteredWebhooks.Select(webhook => webhook.Secret), Jaicp.ApiKey,
    ];

    public static async Task<DoctorWorld> StartAsync(SimulatedZendeskOptions? options = null, bool byTrigger = false)
    {
        var world = new DoctorWorld(await SetupWorld.StartAsync(options), await SimulatedJaicp.StartAsync());
        world.Zendesk.Rules.OffersTicketEvents = !byTrigger;
        (await world.Setup.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);
        world.Settings["Helpdesks:main:WebhookSecrets:0"] = world.Setup.Webhook.Secret;
        await world.SetJaicpWebhookAsync(world.Jaicp.WebhookUrl.ToString());
        return world;
    }

    /// <summary>Stores a webhook, as a service that JAICP has called.</summary>
    public async Task SetJaicpWebhookAsync(string? url)
    {
        await using var database = new SqliteDatabase(
            Microsoft.Extensions.Options.Options.Create(new StorageOptions { ConnectionString = $"Data Source={StorePath}" }),
            NullLogger<SqliteDatabase>.Instance);
        await database.MigrateAsync(CancellationToken.None);
        await database.WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", url), CancellationToken.None);
    }

    /// <summary>Changes the store by hand.</summary>
    public void ExecuteInStore(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A host name that does not exist.</summary>
    public static Task<IPAddress[]> NoNames(string host) => throw new SocketException((int)SocketError.HostNotFound);

    /// <summary>An address at which nothing listens.</summary>
    public static Uri GetClosedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public async Task<DoctorRun> RunAsync(params string[] options)
    {
        var run = await Setup.RunAsync(["doctor", "--json", .. options]);
        return new DoctorRun(run, JsonNode.Parse(run.Output)!);
    }

    public long? GetFreeSpace(string folder) => FreeSpace;

    public bool CanWrite(string path) => IsWritable;

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Owned)
            await owned.DisposeAsync();
        await Service.DisposeAsync();
        await Jaicp.DisposeAsync();
        await Setup.DisposeAsync();
    }
}

/// <summary>What <c>doctor --json</c> found.</summary>
internal sealed record DoctorRun(CommandRun Run, JsonNode Json)
{
    public IReadOnlyList<FoundLine> Checks =>
    [
        .. Json["checks"]!.AsArray().Select(check => new FoundLine(
            (string)check!["id"]!, (string)check["subject"]!, (string)check["status"]!, (string)check["side"]!, (string)check["what"]!,
            (string)check["fix"]!)),
    ];

    public string Wrong => string.Join('\n', Checks.Where(check => check.Status is "fail" or "warn"));
}

/// <summary>One finding.</summary>
internal sealed record FoundLine(string Id, string Subject, string Status, string Side, string What, string Fix);
