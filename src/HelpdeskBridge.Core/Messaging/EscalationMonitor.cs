using HelpdeskBridge.Channels;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Finds chats that no agent has answered for so long that a step of <c>Escalations</c> may be due. It searches the store instead of using a timer
/// for each chat, so it also works after a restart; and a step that two processes find is taken once.
/// </summary>
internal sealed partial class EscalationMonitor(
    IDatabase database, ConversationTimeouts timeouts, ChannelRegistry channels, ChannelPolicies policies, IChannelHours hours, BridgeClock clock,
    ILogger<EscalationMonitor> log) : PeriodicService(TimeSpan.FromSeconds(5), clock)
{
    private const int MaxPerRound = 200;

    private readonly BridgeClock _clock = clock;
    private readonly List<string> _watched = [.. channels.Names.Where(channel => policies.Get(channel).Escalations.Count > 0)];

    protected override bool IsNeeded => _watched.Count > 0;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in _watched)
        {
            try
            {
                await CheckAsync(channel, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The other channels are checked all the same.
                OnFailed(e);
            }
        }
    }

    protected override void OnFailed(Exception e) => Log.SearchFailed(log, e);

    private async Task CheckAsync(string channel, CancellationToken cancellationToken)
    {
        var due = await database.ReadAsync(
            store => store.Unanswered.ListEscalationsAsync(channel, _clock.Now, MaxPerRound), cancellationToken);
        if (due.Count == 0)
            return;
        var open = await hours.GetAsync(channel);
        foreach (var id in due)
            await timeouts.EscalateAsync(id, open, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(2030, LogLevel.Warning, "Chats of a channel that no agent has answered could not be handled; the next round tries again")]
        public static partial void SearchFailed(ILogger logger, Exception e);
    }
}
