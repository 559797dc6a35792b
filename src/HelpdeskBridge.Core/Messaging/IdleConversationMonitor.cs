using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Finds conversations in which no agent has answered in time (<c>Delivery:NotifyAfter</c>), or in which nobody has written for too long
/// (<c>Close:IdleAfter</c>).
/// </summary>
internal sealed partial class IdleConversationMonitor(
    IDatabase database, ConversationTimeouts timeouts, ChannelRegistry channels, ChannelPolicies policies, IOptions<DeliveryOptions> options,
    BridgeClock clock, ILogger<IdleConversationMonitor> log) : ConversationMonitor(clock)
{
    private const int MaxNotedAtOnce = 500;

    private readonly BridgeClock _clock = clock;

    protected override IReadOnlyList<string> Channels { get; } = [.. channels.Names.Where(channel => IsWatched(policies.Get(channel)))];

    protected override void OnFailed(Exception e) => Log.SearchFailed(log, e);

    private static bool IsWatched(ChannelPolicy policy) => policy.IdleAfter is not null || policy.CreateNotice(Notice.Waiting) is not null;

    protected override async Task CheckAsync(string channel, CancellationToken cancellationToken)
    {
        var (policy, now) = (policies.Get(channel), _clock.Now);
        var (unanswered, idle) = await database.ReadAsync(
            async store => (
                policy.CreateNotice(Notice.Waiting) is null
                    ? []
                    : await store.Unanswered.ListNotToldAsync(channel, now - options.Value.NotifyAfter, MaxPerRound),
                policy.IdleAfter is { } limit ? await store.Conversations.ListIdleAsync(channel, now - limit, MaxPerRound) : []),
            cancellationToken);
        if (policy.IdleAfter is { } idleAfter)
            await NoteActiveAsync(channel, now - idleAfter, now, cancellationToken);
        await ForEachAsync(unanswered, id => timeouts.ReportOverdueReplyAsync(id, cancellationToken), cancellationToken);
        await ForEachAsync(idle, id => timeouts.CloseIdleAsync(id, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// A conversation is found again only after its time without a message has passed anew. So a round costs as much as there is to close, not as
    /// much as is open.
    /// </summary>
    private async Task NoteActiveAsync(string channel, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<string> active;
        do
        {
            active = await database.ReadAsync(store => store.Conversations.ListNotIdleAsync(channel, since, MaxNotedAtOnce), cancellationToken);
            if (active.Count > 0)
                await database.WriteAsync(store => SaveActiveAsync(store, active, since, now), cancellationToken);
        }
        while (active.Count == MaxNotedAtOnce);
    }

    private static async Task SaveActiveAsync(StoreTransaction store, List<string> ids, DateTimeOffset since, DateTimeOffset now)
    {
        foreach (var id in ids)
            await store.Conversations.SaveActiveAsync(id, since, now);
    }

    private static partial class Log
    {
        [LoggerMessage(2012, LogLevel.Warning, "Overdue and idle conversations of a channel could not be handled; the next round tries again")]
        public static partial void SearchFailed(ILogger logger, Exception e);
    }
}
