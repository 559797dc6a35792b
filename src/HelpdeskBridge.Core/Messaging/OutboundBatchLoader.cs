using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Loads the next batch of a queue, and waits for the downloads of its files.</summary>
internal sealed class OutboundBatchLoader(
    IDatabase database, MessageSenders senders, ClientFileDownloadQueue downloads, RetryPolicy retryPolicy, DueTimer timer, ChannelRegistry channels,
    BridgeClock clock)
{
    /// <param name="id">The queue.</param>
    /// <param name="quietSince">Since when it is certain that no request of the queue is being sent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The next batch; null when nothing is due.</returns>
    public async Task<OutboundBatch?> LoadAsync(QueueId id, DateTimeOffset quietSince, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var waiting = await database.ReadStatementAsync(
            store => store.Queues.FindWaitingAsync(id, OutboundBatching.GetWindow(id.Direction), OutboundBatching.WindowBytes), cancellationToken);
        if (waiting is null)
            return null;
        var batch = CreateBatch(waiting) with { HasExpired = retryPolicy.HasExpired(waiting.Messages[0], now) };
        if (batch.MayHaveArrived)
            batch = WithUnanswered(batch, quietSince, now);
        var dueAt = batch.Head.DueAt;
        if (dueAt <= now && id.Direction == Direction.ToHelpdesk)
        {
            batch = await WithConversationAsync(batch, cancellationToken);
            if (batch.Conversation.TicketId is not null)
            {
                batch = await WithTicketAsync(batch, cancellationToken);
                dueAt = await GetNextUpdateTimeAsync(batch, now, cancellationToken);
            }
        }

        if (dueAt <= now)
            return batch;
        timer.SetAt(dueAt);
        return null;
    }

    private OutboundBatch CreateBatch(WaitingMessages waiting)
    {
        var (head, next) = (waiting.Messages[0], waiting.Messages.ElementAtOrDefault(1));
        var messages = OutboundBatching.Take(waiting.Messages, message => downloads.IsReady(message.Id));
        return new OutboundBatch(waiting.Conversation, messages, MayHaveArrived: head.State == MessageState.Sending)
        {
            CarriesChatOn = head.Body is HelpdeskMessage { CarriesChatOn: true },
            FollowingFile = messages is [{ Body: OpenTicket }] && next is { Body: ClientFile } ? next : null,
        };
    }

    /// <summary>A request whose process died may have been sent until this process took over the queue.</summary>
    private OutboundBatch WithUnanswered(OutboundBatch batch, DateTimeOffset quietSince, DateTimeOffset now)
    {
        var since = batch.Head.UnansweredSince ?? quietSince;

        // The clock may have been set back.
        if (since > now)
            since = now;
        var until = since + senders.Get(batch.Head.Direction).GetLateWriteWindow(batch.Conversation);
        return batch with { UnansweredSince = since, NotSentBefore = until > now ? until : null };
    }

    /// <summary>
    /// What other messages of the conversation say. It may be newer than the batch, which does no harm: only the queue itself makes attempts, and
    /// what the client has done meanwhile counts as well.
    /// </summary>
    private async Task<OutboundBatch> WithConversationAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var conversation = batch.Conversation;

        // Nothing was tried before the first message of a conversation, as long as that was not tried itself.
        var mayFollowAttempts = batch.Head is not { Sequence: 1, Attempts: 0 };
        return batch with
        {
            CarriesChatOn = batch.CarriesChatOn || await database.ReadStatementAsync(
                store => store.Messages.HasWaitingTurnAsync(conversation.Id), cancellationToken),
            TicketMayExist = mayFollowAttempts && !conversation.HasWritableTicket && await database.ReadStatementAsync(
                store => store.Messages.HasUnknownAttemptAsync(conversation.Id), cancellationToken),
        };
    }

    /// <summary>What is known of the ticket. A batch of another ticket than the conversation's is not claimed.</summary>
    private async Task<OutboundBatch> WithTicketAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var conversation = batch.Conversation;
        return batch with
        {
            IsTicketShared = batch.Head.Body is ClientLeftNote or IdleCloseNote && await database.ReadStatementAsync(
                store => store.Tickets.IsSharedAsync(conversation), cancellationToken),
            FormerTickets = conversation.TicketStatus == TicketStatus.Closed
                ? await database.ReadStatementAsync(store => store.Tickets.ListIdsAsync(conversation.Id), cancellationToken)
                : batch.FormerTickets,
        };
    }

    private async Task<DateTimeOffset> GetNextUpdateTimeAsync(OutboundBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (senders.Get(Direction.ToHelpdesk).GetTicketPace(batch.Conversation) is not { } pace)
            return now;
        var updates = await database.ReadStatementAsync(
            store => store.Messages.ListTicketUpdatesAsync(batch.Conversation.Id, now - pace.Window), cancellationToken);
        return pace.GetNextUpdateTime(updates, batch.Head.Body is ClientText or ClientFile, now);
    }

    /// <summary>
    /// Whether the disk has no room for a file that could not be passed on soon. It is downloaded when the helpdesk is known to work.
    /// </summary>
    public bool LacksRoom(OutboundBatch batch) => !downloads.HasRoom
        && batch.Messages.Any(message => message.Body is ClientFile && !downloads.IsReady(message.Id));

    /// <summary>
    /// Waits for the files of a batch. This happens before the queue takes a permit or claims a message, so that a slow file host delays only this
    /// queue.
    /// </summary>
    /// <returns>Whether the batch must be loaded again, because its messages may have changed meanwhile.</returns>
    public async Task<bool> WaitForFilesAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var client = batch.Conversation.Client;
        foreach (var message in batch.Messages)
        {
            if (message.Body is not ClientFile file || downloads.IsReady(message.Id))
                continue;
            if (await database.ReadAsync(store => store.ClientFiles.FindAsync(message.Id), cancellationToken) is { } known
                && known.IsSettled(clock.Now))
                continue;
            await downloads.JoinAsync(client, message.Id, file, cancellationToken);
            return true;
        }

        // A file that is the client's first message is waited for as long as any first message. It may also have become ready after the batch was
        // loaded without it. Then there is nothing to wait for, but the batch must be loaded again.
        if (batch.FollowingFile is not { Body: ClientFile firstFile } following || !downloads.HasRoom)
            return false;
        var wait = channels.Get(client.Channel).Ticket.WaitForFirstMessage;
        await Task.WhenAny(
            downloads.JoinAsync(client, following.Id, firstFile, cancellationToken), Task.Delay(wait, clock.Network, cancellationToken));
        return true;
    }
}
