using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// The network between the processes, and from each of them to the database. All of them name the database alike, as they have to, so a connection to
/// it shows in its first bytes whose it is.
/// </summary>
internal sealed class ReplicaNetwork : IAsyncDisposable
{
    private const string NameKey = "application_name\0";

    private readonly ConcurrentDictionary<string, NetworkGate> _storeGates = new();
    private readonly ConcurrentBag<NetworkLink> _links = [];
    private readonly string _store;

    /// <param name="store">The connection string of the database.</param>
    public ReplicaNetwork(string store)
    {
        var server = new NpgsqlConnectionStringBuilder(store);
        var link = new NetworkLink(server.Port, FindStoreGate);
        _links.Add(link);
        _store = new NpgsqlConnectionStringBuilder(store) { Port = link.Port, SslMode = SslMode.Disable }.ToString();
    }

    /// <summary>Connects one more process.</summary>
    /// <param name="siloPort">The port on which it listens for the others.</param>
    /// <param name="settings">Gets the settings that lead through this network.</param>
    public ReplicaLinks Connect(int siloPort, Dictionary<string, string> settings)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"process-{siloPort}");
        var links = new ReplicaLinks(_storeGates[name] = new NetworkGate(), new NetworkGate());
        var silo = new NetworkLink(siloPort, _ => links.Others);
        _links.Add(silo);
        settings["Storage:ConnectionString"] = new NpgsqlConnectionStringBuilder(_store) { ApplicationName = name }.ToString();
        settings["Cluster:Advertise"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{silo.Port}");
        return links;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links)
            await link.DisposeAsync();
    }

    private NetworkGate FindStoreGate(string firstBytes)
    {
        var start = firstBytes.IndexOf(NameKey, StringComparison.Ordinal) + NameKey.Length;
        return _storeGates[firstBytes[start..firstBytes.IndexOf('\0', start)]];
    }
}

/// <param name="Store">From a process to the database.</param>
/// <param name="Others">From the other processes to it.</param>
internal sealed record ReplicaLinks(NetworkGate Store, NetworkGate Others);
