using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What processing a read gave.</summary>
/// <param name="Progress">How far it was processed for each conversation of the ticket.</param>
/// <param name="Queues">Queues that got a message.</param>
/// <param name="MovedTo">Tickets that conversations moved to by a merge.</param>
/// <param name="NewComments">Comments of agents that were not processed before.</param>
internal sealed record ProcessedUpdate(
    IReadOnlyList<UpdateProgress> Progress, IReadOnlyList<QueueId> Queues, IReadOnlySet<string> MovedTo, IReadOnlySet<string> NewComments);

/// <summary>Stores what a read of a ticket means for each of its conversations (<see cref="TicketUpdate"/>).</summary>
internal sealed class TicketUpdateProcessor(Inbox inbox, ChannelPolicies policies, BridgeClock clock)
{
    /// <summary>Processes a read for every conversation of the ticket, inside the caller's transaction.</summary>
    public async Task<ProcessedUpdate> ProcessAsync(
        StoreTransaction store, PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions, TicketReading.Found read)
    {
        var ownComments = await store.Messages.ListOwnCommentIdsAsync(sync.Helpdesk, sync.TicketId);
        var (progress, queues) = (new List<UpdateProgress>(), new List<QueueId>());
        var (movedTo, newComments) = (new HashSet<string>(), new HashSet<string>());
        foreach (var subscription in subscriptions)
        {
            // A conversation that was erased since the ticket was asked for has no client to answer.
            if (await LoadAsync(store, sync, subscription) is not { } context)
                continue;
            var update = TicketUpdate.Create(sync, subscription, read, ownComments, context, clock.Now);
            queues.AddRange(await ApplyAsync(store, sync, context.Conversation, update, newComments));
            progress.Add(update.Progress);
            if (update.MovedTo is { } target)
                movedTo.Add(target);
        }

        return new ProcessedUpdate(progress, queues, movedTo, newComments);
    }

    private async Task<UpdateContext?> LoadAsync(StoreTransaction store, PendingTicketSync sync, TicketSubscription subscription)
    {
        if (await store.Conversations.FindAsync(subscription.Conversation.Id) is not { } conversation)
            return null;
        return new UpdateContext(
            conversation,
            IsTicketShared: conversation is { IsOpen: false } && conversation.TicketId == sync.TicketId
                && await store.Tickets.IsSharedAsync(conversation),
            await store.Messages.HasWaitingTurnAsync(conversation.Id),
            HasWaitingWrite: !conversation.IsOpen && await store.Messages.HasWaitingWriteAsync(conversation.Id),
            await store.Messages.HasWriteInProgressAsync(conversation.Id),
            await store.Tickets.ListIdsAsync(conversation.Id),
            policies.Get(conversation.Client.Channel).ReturnTag);
    }

    private async Task<List<QueueId>> ApplyAsync(
        StoreTransaction store, PendingTicketSync sync, Conversation conversation, TicketUpdate update, HashSet<string> newComments)
    {
        var queues = new List<QueueId>();
        foreach (var input in update.Inputs)
        {
            // A file of the comment was sent before, so it is not true that nothing of it was.
            if (input is ConversationInput.CommentRefused { CommentId: var commentId }
                && await store.Queues.HasSourceBelowAsync(conversation.Id, AgentRules.GetSourceKey(conversation, commentId) + ":"))
                continue;
            var result = await inbox.ApplyAsync(store, conversation, input);
            conversation = result.After ?? conversation;
            queues.AddRange(result.Queues);
            if (result.Queues.Count > 0 && FindCommentId(input) is { } newComment)
                newComments.Add(newComment);
        }

        await store.Tickets.SaveProgressAsync(sync.Helpdesk, sync.TicketId, conversation.Id, update.ReadUntil, update.SeenUpdatedAt, clock.Now);
        if (update.MovedTo is { } target)
            await store.TicketSyncs.AddAsync(sync.Helpdesk, target, clock.Now);
        return queues;
    }

    private static string? FindCommentId(ConversationInput input) => input switch
    {
        ConversationInput.AgentWrote written => written.CommentId,
        ConversationInput.AgentSentFile sent => sent.CommentId,
        ConversationInput.CommentRefused refused => refused.CommentId,
        _ => null,
    };
}
