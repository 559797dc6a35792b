using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Handles conversations in which nothing has happened for too long. Each one is loaded again in the transaction of the decision, because a message
/// may have arrived since it was found.
/// </summary>
internal sealed class ConversationTimeouts(
    IDatabase database, Inbox inbox, WakeUps wakeUps, ITicketSyncTrigger ticketSync, ChannelPolicies policies, BridgeClock clock)
{
    /// <summary>No agent has answered in time.</summary>
    public async Task ReportOverdueReplyAsync(string conversationId, CancellationToken cancellationToken)
    {
        var queues = await database.WriteAsync<IReadOnlyList<QueueId>>(
            async store => await store.Conversations.FindAsync(conversationId) is { } conversation
                ? (await inbox.ApplyAsync(store, conversation, new ConversationInput.AgentReplyOverdue())).Queues
                : [],
            cancellationToken);
        wakeUps.Wake(queues);
    }

    /// <summary>Nobody has written for too long. If an agent may have, without the bridge knowing it yet, the ticket is read first.</summary>
    public async Task CloseIdleAsync(string conversationId, CancellationToken cancellationToken)
    {
        var (queues, toRead) = await database.WriteAsync<(IReadOnlyList<QueueId>, (string Helpdesk, string TicketId)?)>(
            async store =>
            {
                if (await store.Conversations.FindAsync(conversationId) is not { } conversation)
                    return ([], null);
                var idle = await LoadAsync(store, conversation);
                if (conversation.TicketId is not { } ticketId || !AgentRules.NeedsReadBeforeClosing(conversation, idle, GetPolicy(conversation)))
                    return ((await inbox.ApplyAsync(store, conversation, idle)).Queues, null);
                await store.TicketSyncs.AddAsync(conversation.Helpdesk, ticketId, clock.Now);
                return ([], (conversation.Helpdesk, ticketId));
            },
            cancellationToken);
        wakeUps.Wake(queues);
        if (toRead is { } ticket)
            ticketSync.Wake(ticket.Helpdesk, ticket.TicketId);
    }

    private ChannelPolicy GetPolicy(Conversation conversation) => policies.Get(conversation.Client.Channel);

    private static async Task<ConversationInput.BecameIdle> LoadAsync(StoreTransaction store, Conversation conversation)
    {
        var hasWaiting = await store.Messages.HasWaitingAsync(conversation.Id);
        if (conversation.TicketId is not { } ticketId)
            return new ConversationInput.BecameIdle(hasWaiting);
        return new ConversationInput.BecameIdle(
            hasWaiting,
            await store.Tickets.FindLastReadAsync(conversation.Helpdesk, ticketId, conversation.Id),
            await store.TicketSyncs.FindAsync(conversation.Helpdesk, ticketId) is not null);
    }
}
