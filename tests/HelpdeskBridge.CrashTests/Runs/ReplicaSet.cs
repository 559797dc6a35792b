using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What several processes share: a PostgreSQL store, in which they also find each other, and a load balancer before them.</summary>
internal sealed class ReplicaSet : IAsyncDisposable
{
    private readonly PostgreSqlServer _server;

    private readonly RedisServer? _redis;

    private ReplicaSet(int count, PostgreSqlServer server, string store, LoadBalancer balancer, RedisServer? redis) =>
        (Count, _server, Store, Balancer, _redis) = (count, server, store, balancer, redis);

    /// <summary>How many processes run at the same time.</summary>
    public int Count { get; }

    /// <summary>The connection string of the store.</summary>
    public string Store { get; }

    public LoadBalancer Balancer { get; }

    public PostgreSqlServer Server => _server;

    /// <param name="count">How many processes.</param>
    /// <param name="findsInRedis">Whether they find each other in Redis; otherwise in the store.</param>
    public static async Task<ReplicaSet> StartAsync(int count, bool findsInRedis)
    {
        var server = await PostgreSqlServer.StartAsync(isDurable: true);
        var redis = findsInRedis ? await RedisServer.StartAsync(FindFreePort()) : null;
        return new ReplicaSet(count, server, await server.CreateDatabaseAsync(), await LoadBalancer.StartAsync(), redis);
    }

    /// <summary>The settings of one more process.</summary>
    public IEnumerable<KeyValuePair<string, string>> CreateSettings()
    {
        yield return new("Storage:Provider", "PostgreSql");
        yield return new("Storage:ConnectionString", Store);
        yield return new("Cluster:Provider", _redis is null ? "PostgreSql" : "Redis");
        if (_redis is not null)
            yield return new("Cluster:ConnectionString", _redis.ConnectionString);
        yield return new("Cluster:Advertise", "127.0.0.1");
        yield return new("Cluster:SiloPort", FindFreePort().ToString(CultureInfo.InvariantCulture));
        yield return new("Cluster:GatewayPort", FindFreePort().ToString(CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
