using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Finds conversations in which something is due, channel by channel. It searches the store instead of using a timer for each conversation, so it
/// also works after a restart. A channel or a conversation that fails keeps no other from its turn; the next round tries it again.
/// </summary>
internal abstract class ConversationMonitor(BridgeClock clock) : PeriodicService(TimeSpan.FromSeconds(5), clock)
{
    protected const int MaxPerRound = 200;

    protected sealed override bool IsNeeded => Channels.Count > 0;

    /// <summary>The channels in which something can become due.</summary>
    protected abstract IReadOnlyList<string> Channels { get; }

    protected sealed override async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in Channels)
        {
            try
            {
                await CheckAsync(channel, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                OnFailed(e);
            }
        }
    }

    /// <summary>Handles what is due in a channel.</summary>
    protected abstract Task CheckAsync(string channel, CancellationToken cancellationToken);

    /// <summary>Handles conversations one after the other.</summary>
    protected async Task ForEachAsync(
        IEnumerable<string> conversationIds, Func<string, Task> handleAsync, CancellationToken cancellationToken)
    {
        foreach (var id in conversationIds)
        {
            try
            {
                await handleAsync(id);
            }
            catch (Exception e) when (e is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
            {
                OnFailed(e);
            }
        }
    }
}
