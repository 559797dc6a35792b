using System.Net.Sockets;
using System.Text;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A part of the network of the tests: a port that leads to another one, as long as the gate of a connection is open.</summary>
/// <param name="target">The port to which it leads.</param>
/// <param name="choose">Gets the first bytes that whoever connects says, and returns the gate of the connection.</param>
internal sealed class NetworkLink(int target, Func<string, NetworkGate> choose) : TcpRelay(target)
{
    private readonly CancellationTokenSource _ended = new();

    public override async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await base.DisposeAsync();
        _ended.Dispose();
    }

    protected override async Task RelayAsync(TcpClient client, Func<Task<NetworkStream>> connect)
    {
        var (near, cancellationToken) = (client.GetStream(), _ended.Token);
        var first = new byte[4096];
        var length = await near.ReadAsync(first, cancellationToken);
        var gate = choose(Encoding.Latin1.GetString(first, 0, length));
        await gate.WaitAsync(cancellationToken);
        var far = await connect();
        await far.WriteAsync(first.AsMemory(0, length), cancellationToken);
        await await Task.WhenAny(CopyAsync(near, far, gate, cancellationToken), CopyAsync(far, near, gate, cancellationToken));
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
