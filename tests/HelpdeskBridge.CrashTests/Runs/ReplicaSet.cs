using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What several processes share: a PostgreSQL store, in which they also find each other, and a load balancer before them.</summary>
internal sealed class ReplicaSet : IAsyncDisposable
{
    private readonly PostgreSqlServer _server;

    private ReplicaSet(int count, PostgreSqlServer server, string store, LoadBalancer balancer) =>
        (Count, _server, Store, Balancer) = (count, server, store, balancer);

    /// <summary>How many processes run at the same time.</summary>
    public int Count { get; }

    /// <summary>The connection string of the store.</summary>
    public string Store { get; }

    public LoadBalancer Balancer { get; }

    public PostgreSqlServer Server => _server;

    public static async Task<ReplicaSet> StartAsync(int count)
    {
        var server = await PostgreSqlServer.StartAsync(isDurable: true);
        return new ReplicaSet(count, server, await server.CreateDatabaseAsync(), await LoadBalancer.StartAsync());
    }

    /// <summary>The settings of one more process.</summary>
    public IEnumerable<KeyValuePair<string, string>> CreateSettings()
    {
        yield return new("Storage:Provider", "PostgreSql");
        yield return new("Storage:ConnectionString", Store);
        yield return new("Cluster:Provider", "PostgreSql");
        yield return new("Cluster:Advertise", "127.0.0.1");
        yield return new("Cluster:SiloPort", FindFreePort());
        yield return new("Cluster:GatewayPort", FindFreePort());
    }

    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static string FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
