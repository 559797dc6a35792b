using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Sends batches to the conversation's helpdesk account, and chooses the group for a ticket that is opened or moved.</summary>
internal sealed partial class HelpdeskSender(
    HelpdeskRegistry helpdesks, DestinationDirectory destinations, ChannelRegistry channels, ILogger<HelpdeskSender> log) : IMessageSender
{
    public Direction Direction => Direction.ToHelpdesk;

    /// <summary>An account that left the settings has no pace. Its messages fail when they are sent, with an attempt that is recorded.</summary>
    public ITicketPace? GetTicketPace(Conversation conversation) => helpdesks.Find(conversation.Helpdesk)?.Helpdesk.TicketPace;

    public TimeSpan GetLateWriteWindow(Conversation conversation) =>
        helpdesks.Find(conversation.Helpdesk)?.Helpdesk.LateWriteWindow ?? TimeSpan.Zero;

    public async Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var name = batch.Conversation.Helpdesk;
        if (helpdesks.Find(name) is not { } account)
            return GetWithoutAccount(batch, HelpdeskRegistry.GetMissingReason(name));
        if (await WithDestinationAsync(batch) is not { } addressed)
            return GetWithoutAccount(batch, $"the groups of {name} can't be read");
        var outcome = await account.Helpdesk.SendAsync(addressed, cancellationToken);
        return addressed.StaysInGroup || addressed.DestinationId == batch.DestinationId
            ? outcome
            : WithGroup(outcome, new OtherGroup(batch.DestinationId, addressed.DestinationId));
    }

    private static DeliveryOutcome WithGroup(DeliveryOutcome outcome, OtherGroup group) => outcome switch
    {
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened { Group: null } opened } delivered =>
            delivered with { Fact = opened with { Group = group } },
        DeliveryOutcome.TicketFound { Opened: { Group: null } opened } => new DeliveryOutcome.TicketFound(opened with { Group = group }),
        _ => outcome.WithWritten(written => written with { Group = written.Group ?? group }),
    };

    /// <summary>Nothing was sent now, but an earlier attempt may have been.</summary>
    private static DeliveryOutcome GetWithoutAccount(OutboundBatch batch, string reason) => batch.MayHaveArrived
        ? new DeliveryOutcome.Unknown(reason, OnlyLookedUp: true, FailureScope.Endpoint)
        : new DeliveryOutcome.Retry(reason, Scope: FailureScope.Endpoint);

    /// <summary>
    /// The group is chosen this late because only here the list of groups can be waited for. The answer to JAICP never waits for it.
    /// </summary>
    /// <returns>Null: it can't be chosen now.</returns>
    private async Task<OutboundBatch?> WithDestinationAsync(OutboundBatch batch)
    {
        var (conversation, channel) = (batch.Conversation, batch.Conversation.Client.Channel);
        if (conversation.HasWritableTicket && batch.Head.Body is not MoveTicket)
            return batch;

        // The groups of the channel's present helpdesk don't exist in the one in which the conversation began.
        if (channels.Get(channel).Helpdesk != conversation.Helpdesk)
        {
            return await destinations.FindElsewhereAsync(conversation.Helpdesk, conversation.DestinationId) is { } group
                ? batch with { DestinationId = group, StaysInGroup = true }
                : null;
        }

        if (await destinations.IsKnownAsync(channel, conversation.DestinationId))
            return batch;
        Log.UnknownDestination(log, conversation.Id, channel, channels.Get(channel).DefaultDestination);
        return batch with { DestinationId = channels.Get(channel).DefaultDestination };
    }

    private static partial class Log
    {
        [LoggerMessage(
            2008, LogLevel.Warning,
            "Conversation {ConversationId} of channel {Channel} asked for an unknown destination; it goes to the default one, {Default}")]
        public static partial void UnknownDestination(ILogger logger, string conversationId, string channel, string @default);
    }
}
