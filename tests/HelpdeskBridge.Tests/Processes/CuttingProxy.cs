using System.Net.Sockets;
using Npgsql;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Stands between a program and a PostgreSQL server, and cuts a connection at its COMMIT.</summary>
internal sealed class CuttingProxy : TcpRelay
{
    /// <param name="connectionString">The server's.</param>
    public CuttingProxy(string connectionString)
        : base(new NpgsqlConnectionStringBuilder(connectionString).Port) =>
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Port = Port }.ToString();

    /// <summary>The connection string that leads through here.</summary>
    public string ConnectionString { get; }

    /// <summary>Where the next connection that commits is cut; afterwards, nowhere.</summary>
    public CutAt CutAt { get; set; }

    protected override async Task RelayAsync(TcpClient client, Func<Task<NetworkStream>> connect)
    {
        var (up, down) = (client.GetStream(), await connect());
        await await Task.WhenAny(ToServerAsync(up, down), ToClientAsync(down, up));
    }

    private async Task ToServerAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await client.ReadAsync(buffer)) > 0;)
        {
            if (CutAt == CutAt.Commit && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0)
            {
                CutAt = CutAt.Nowhere;
                return;
            }

            if (CutAt == CutAt.Answer && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0)
                CutAt = CutAt.NextAnswer;
            await server.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task ToClientAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await server.ReadAsync(buffer)) > 0;)
        {
            if (CutAt == CutAt.NextAnswer)
            {
                CutAt = CutAt.Nowhere;
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}

/// <summary>Where a connection is cut.</summary>
internal enum CutAt
{
    Nowhere,

    /// <summary>Before the server gets the COMMIT.</summary>
    Commit,

    /// <summary>Before the client gets the answer to it.</summary>
    Answer,

    /// <summary>The COMMIT has passed.</summary>
    NextAnswer,
}
