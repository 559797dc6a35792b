using System.Threading.Channels;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>Tells <see cref="OperationRunner"/> that an operation was started in this process.</summary>
internal sealed class OperationSignal(BridgeClock clock)
{
    private readonly Channel<bool> _signals =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for the signal, but not longer than <paramref name="max"/>.</summary>
    public async Task WaitAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(max, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is time to look without a signal.
        }
    }
}
