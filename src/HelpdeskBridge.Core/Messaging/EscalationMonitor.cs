using HelpdeskBridge.Channels;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Finds chats that no agent has answered for so long that a step of <c>Escalations</c> may be due. A step that two processes find is taken once.
/// </summary>
internal sealed partial class EscalationMonitor(
    IDatabase database, ConversationTimeouts timeouts, ChannelRegistry channels, ChannelPolicies policies, IChannelHours hours, BridgeClock clock,
    ILogger<EscalationMonitor> log) : ConversationMonitor(clock)
{
    private readonly BridgeClock _clock = clock;

    protected override IReadOnlyList<string> Channels { get; } =
        [.. channels.Names.Where(channel => policies.Get(channel).Escalations.Count > 0)];

    protected override void OnFailed(Exception e) => Log.SearchFailed(log, e);

    protected override async Task CheckAsync(string channel, CancellationToken cancellationToken)
    {
        var due = await database.ReadAsync(
            store => store.Unanswered.ListEscalationsAsync(channel, _clock.Now, MaxPerRound), cancellationToken);
        if (due.Count == 0)
            return;
        var open = await hours.GetAsync(channel);
        await ForEachAsync(due, id => timeouts.EscalateAsync(id, open, cancellationToken), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(2030, LogLevel.Warning, "Chats of a channel that no agent has answered could not be handled; the next round tries again")]
        public static partial void SearchFailed(ILogger logger, Exception e);
    }
}
