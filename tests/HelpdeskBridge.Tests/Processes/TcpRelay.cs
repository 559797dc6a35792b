using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Stands between two programs: whoever connects to its port reaches another one, as far as the relay passes on what they say.</summary>
internal abstract class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;

    /// <param name="target">The port to which it leads.</param>
    protected TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public virtual async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    /// <summary>Passes on what the two say. When it ends, or one of them is gone, both connections are closed.</summary>
    /// <param name="client">Whoever has connected.</param>
    /// <param name="connect">Connects to the target.</param>
    protected abstract Task RelayAsync(TcpClient client, Func<Task<NetworkStream>> connect);

    private async Task AcceptAsync()
    {
        // Not before the constructor has ended.
        await Task.Yield();
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await RelayAsync(client, async () =>
                {
                    await server.ConnectAsync(IPAddress.Loopback, _target);
                    return server.GetStream();
                });
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
            }
        }
    }
}
