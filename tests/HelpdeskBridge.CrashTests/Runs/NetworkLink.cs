using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A part of the network of the tests: a port that leads to another one, as long as the gate of a connection is open.</summary>
internal sealed class NetworkLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Func<string, NetworkGate> _choose;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    /// <param name="target">The port to which it leads.</param>
    /// <param name="choose">Gets the first bytes that whoever connects says, and returns the gate of the connection.</param>
    public NetworkLink(int target, Func<string, NetworkGate> choose)
    {
        (_target, _choose) = (target, choose);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(), _ended.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ForwardAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var near = client.GetStream();
                var first = new byte[4096];
                var length = await near.ReadAsync(first, cancellationToken);
                var gate = _choose(Encoding.Latin1.GetString(first, 0, length));
                await gate.WaitAsync(cancellationToken);
                await server.ConnectAsync(IPAddress.Loopback, _target, cancellationToken);
                var far = server.GetStream();
                await far.WriteAsync(first.AsMemory(0, length), cancellationToken);
                await await Task.WhenAny(CopyAsync(near, far, gate, cancellationToken), CopyAsync(far, near, gate, cancellationToken));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
            }
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, NetworkGate gate, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await gate.WaitAsync(cancellationToken);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        // Nobody hears of the end of a connection through a cut network.
        await gate.WaitAsync(cancellationToken);
    }
}

/// <summary>While it is closed, connections stay as they are, and nothing that is sent arrives. Afterwards it does, as in a network.</summary>
internal sealed class NetworkGate
{
    private TaskCompletionSource? _closed;

    public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => Interlocked.Exchange(ref _closed, null)?.SetResult();

    public Task WaitAsync(CancellationToken cancellationToken) => _closed?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}
