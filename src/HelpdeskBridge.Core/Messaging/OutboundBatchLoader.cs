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
        var (batch, notBefore) = await database.ReadAsync(
            async store =>
            {
                var waiting = await store.Queues.ListWaitingAsync(
                    id, OutboundBatching.GetWindow(id.Direction), OutboundBatching.WindowBytes);
                if (waiting.Count == 0 || await store.Conversations.FindAsync(id.ConversationId) is not { } conversation)
                    return default;
                var loaded = CreateBatch(conversation, waiting) with { HasExpired = retryPolicy.HasExpired(waiting[0], now) };
                if (loaded.MayHaveArrived)
                    loaded = WithUnanswered(loaded, quietSince, now);
                if (loaded.Head.DueAt > now || id.Direction != Direction.ToHelpdesk)
                    return (loaded, loaded.Head.DueAt);
                if (!loaded.CarriesChatOn)
                    loaded = loaded with { CarriesChatOn = await store.Messages.HasWaitingTurnAsync(conversation.Id) };
                if (!conversation.HasWritableTicket)
                    loaded = loaded with { TicketMayExist = await store.Messages.HasUnknownAttemptAsync(conversation.Id) };
                if (conversation.TicketId is null)
                    return (loaded, loaded.Head.DueAt);
                return (await WithTicketAsync(store, loaded), await GetNextUpdateTimeAsync(store, loaded, now));
            },
            cancellationToken);
        if (batch is null || notBefore <= now)
            return batch;
        timer.SetAt(notBefore);
        return null;
    }

    private OutboundBatch CreateBatch(Conversation conversation, List<StoredMessage> waiting)
    {
        var messages = OutboundBatching.Take(waiting, message => downloads.IsReady(message.Id));
        return new OutboundBatch(conversation, messages, MayHaveArrived: waiting[0].State == MessageState.Sending)
        {
            CarriesChatOn = waiting[0].Body is HelpdeskMessage { CarriesChatOn: true },
            FollowingFile = messages is [{ Body: OpenTicket }] && waiting.ElementAtOrDefault(1) is { Body: ClientFile } file ? file : null,
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

    private static async Task<OutboundBatch> WithTicketAsync(StoreTransaction store, OutboundBatch batch)
    {
        var conversation = batch.Conversation;
        return batch with
        {
            IsTicketShared = batch.Head.Body is ClientLeftNote or IdleCloseNote && await store.Tickets.IsSharedAsync(conversation),
            FormerTickets = conversation.TicketStatus == TicketStatus.Closed
                ? await store.Tickets.ListIdsAsync(conversation.Id)
                : batch.FormerTickets,
        };
    }

    private async Task<DateTimeOffset> GetNextUpdateTimeAsync(StoreTransaction store, OutboundBatch batch, DateTimeOffset now)
    {
        if (senders.Get(Direction.ToHelpdesk).GetTicketPace(batch.Conversation) is not { } pace)
            return now;
        var updates = await store.Messages.ListTicketUpdatesAsync(batch.Conversation.Id, now - pace.Window);
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
