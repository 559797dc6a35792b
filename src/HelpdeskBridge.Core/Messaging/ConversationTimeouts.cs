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
            async store =>
            {
                if (await store.Conversations.FindAsync(conversationId) is not { } conversation)
                    return [];
                long? position = GetPolicy(conversation).WaitingNamesPosition ? await store.Unanswered.GetPositionAsync(conversation) : null;
                return (await inbox.ApplyAsync(store, conversation, new ConversationInput.AgentReplyOverdue(position))).Queues;
            },
            cancellationToken);
        wakeUps.Wake(queues);
    }

    /// <summary>
    /// Takes the next step for a chat that no agent has answered, if it is due. If an agent may have answered, without the bridge knowing it yet, the
    /// ticket is read first.
    /// </summary>
    /// <param name="conversationId">The chat.</param>
    /// <param name="hours">The hours of its channel; null: it is always open.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task EscalateAsync(string conversationId, BusinessHours? hours, CancellationToken cancellationToken) => ApplyOrReadAsync(
        conversationId,
        async (store, conversation) =>
        {
            var look = new ConversationInput.EscalationLookedAt(
                GetDueTime(conversation, hours),
                await FindLastReadAsync(store, conversation),
                await IsReadPendingAsync(store, conversation));
            return (look, EscalationRules.NeedsRead(conversation, look, GetPolicy(conversation), clock.Now));
        },
        cancellationToken);

    /// <summary>Nobody has written for too long. If an agent may have, without the bridge knowing it yet, the ticket is read first.</summary>
    public Task CloseIdleAsync(string conversationId, CancellationToken cancellationToken) => ApplyOrReadAsync(
        conversationId,
        async (store, conversation) =>
        {
            var idle = new ConversationInput.BecameIdle(
                await store.Messages.HasWaitingAsync(conversation.Id),
                await FindLastReadAsync(store, conversation),
                await IsReadPendingAsync(store, conversation));
            return (idle, AgentRules.NeedsReadBeforeClosing(conversation, idle, GetPolicy(conversation)));
        },
        cancellationToken);

    private async Task ApplyOrReadAsync(
        string conversationId, Func<StoreTransaction, Conversation, Task<(ConversationInput Input, bool NeedsRead)>> load,
        CancellationToken cancellationToken)
    {
        var (queues, toRead) = await database.WriteAsync<(IReadOnlyList<QueueId>, (string Helpdesk, string TicketId)?)>(
            async store =>
            {
                if (await store.Conversations.FindAsync(conversationId) is not { } conversation)
                    return ([], null);
                var (input, needsRead) = await load(store, conversation);
                if (conversation.TicketId is not { } ticketId || !needsRead)
                    return ((await inbox.ApplyAsync(store, conversation, input)).Queues, null);
                await store.TicketSyncs.AddAsync(conversation.Helpdesk, ticketId, clock.Now);
                return ([], (conversation.Helpdesk, ticketId));
            },
            cancellationToken);
        wakeUps.Wake(queues);
        if (toRead is { } ticket)
            ticketSync.Wake(ticket.Helpdesk, ticket.TicketId);
    }

    private ChannelPolicy GetPolicy(Conversation conversation) => policies.Get(conversation.Client.Channel);

    /// <returns>Null: not before the chat is looked at again.</returns>
    private DateTimeOffset? GetDueTime(Conversation conversation, BusinessHours? hours)
    {
        if (conversation.UnansweredSince is not { } since || EscalationRules.FindNext(conversation, GetPolicy(conversation)) is not { } step)
            return null;
        return hours is null ? since + step.After : hours.Add(since, step.After, clock.Now + EscalationRules.LongestWait);
    }

    private static async Task<DateTimeOffset?> FindLastReadAsync(StoreTransaction store, Conversation conversation) =>
        conversation.TicketId is { } ticketId
            ? await store.Tickets.FindLastReadAsync(conversation.Helpdesk, ticketId, conversation.Id)
            : null;

    private static async Task<bool> IsReadPendingAsync(StoreTransaction store, Conversation conversation) =>
        conversation.TicketId is { } ticketId && await store.TicketSyncs.FindAsync(conversation.Helpdesk, ticketId) is not null;
}
