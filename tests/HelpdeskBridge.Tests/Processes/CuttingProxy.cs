using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Stands between a program and a PostgreSQL server, and cuts a connection at its COMMIT.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly Task _accepting;

    /// <param name="connectionString">The server's.</param>
    public CuttingProxy(string connectionString)
    {
        _listener.Start();
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _serverPort = builder.Port;
        builder.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = builder.ToString();
        _accepting = AcceptAsync();
    }

    /// <summary>The connection string that leads through here.</summary>
    public string ConnectionString { get; }

    /// <summary>Where the next connection that commits is cut; afterwards, nowhere.</summary>
    public CutAt CutAt { get; set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                var (up, down) = (client.GetStream(), server.GetStream());
                await await Task.WhenAny(ToServerAsync(up, down), ToClientAsync(down, up));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
            }
        }
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
