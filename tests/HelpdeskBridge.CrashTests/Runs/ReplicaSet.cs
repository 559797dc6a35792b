using System.Globalization;
using HelpdeskBridge.Tests.Processes;
using Npgsql;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What several processes share: a PostgreSQL store, in which they also find each other, and a load balancer before them.</summary>
internal sealed class ReplicaSet : IAsyncDisposable
{
    private readonly ReplicaNetwork? _network;
    private PostgreSqlServer? _standby;

    private ReplicaSet(
        int count, PostgreSqlServer server, PostgreSqlServer? standby, string store, LoadBalancer balancer, RedisServer? redis, bool hasNetwork)
    {
        (Count, Server, _standby, Balancer, Redis) = (count, server, standby, balancer, redis);
        Store = standby is null ? store : NameBoth(store, server.Port, standby.Port);
        if (hasNetwork)
            _network = new ReplicaNetwork(store);
    }

    /// <summary>How many processes run at the same time.</summary>
    public int Count { get; }

    /// <summary>The connection string of the store.</summary>
    public string Store { get; }

    public LoadBalancer Balancer { get; }

    /// <summary>The server of the store; of two, the one that takes writes.</summary>
    public PostgreSqlServer Server { get; private set; }

    /// <summary>Where the processes find each other; null: in the store.</summary>
    public RedisServer? Redis { get; }

    /// <param name="count">How many processes.</param>
    /// <param name="parts">What they have beside one PostgreSQL server.</param>
    public static async Task<ReplicaSet> StartAsync(int count, ReplicaParts parts)
    {
        var server = await PostgreSqlServer.StartAsync(isDurable: true);
        var redis = parts is ReplicaParts.Redis or ReplicaParts.DurableRedis
            ? await RedisServer.StartAsync(FreePort.Find(), keepsData: parts == ReplicaParts.DurableRedis)
            : null;
        var standby = parts == ReplicaParts.Standby ? await server.CreateStandbyAsync() : null;
        return new ReplicaSet(
            count, server, standby, await server.CreateDatabaseAsync(), await LoadBalancer.StartAsync(), redis, parts == ReplicaParts.Network);
    }

    /// <summary>The settings of one more process, and its links if there is a network.</summary>
    public (Dictionary<string, string> Settings, ReplicaLinks? Links) CreateSettings()
    {
        var siloPort = FreePort.Find();
        var settings = new Dictionary<string, string>
        {
            ["Storage:Provider"] = "PostgreSql",
            ["Storage:ConnectionString"] = Store,
            ["Cluster:Provider"] = Redis is null ? "PostgreSql" : "Redis",
            ["Cluster:Advertise"] = "127.0.0.1",
            ["Cluster:SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Cluster:GatewayPort"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
        };
        if (Redis is not null)
            settings["Cluster:ConnectionString"] = Redis.ConnectionString;
        return (settings, _network?.Connect(siloPort, settings));
    }

    /// <summary>The server ends as in a crash, and the one that followed it takes its place.</summary>
    public async Task FailOverAsync()
    {
        await Server.StopAsync();
        await _standby!.PromoteAsync();
        (Server, _standby) = (_standby, Server);
    }

    /// <summary>A new server, at the address of the one that ended, follows the one that took its place.</summary>
    public async Task ReplaceStandbyAsync()
    {
        await _standby!.DisposeAsync();
        _standby = await Server.CreateStandbyAsync(_standby.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        if (_network is not null)
            await _network.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (_standby is not null)
            await _standby.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static string NameBoth(string store, int first, int second) => new NpgsqlConnectionStringBuilder(store)
    {
        Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{first},127.0.0.1:{second}"),
        TargetSessionAttributes = "primary",
        HostRecheckSeconds = 1,
    }.ToString();
}
