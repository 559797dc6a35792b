using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>The result of an input.</summary>
/// <param name="After">The conversation as stored; null when there is none.</param>
/// <param name="Queues">The queues that got a message. They are woken after the commit.</param>
/// <param name="Files">The client's files among the messages. Their download begins after the commit.</param>
internal sealed record InboxResult(Conversation? After, IReadOnlyList<QueueId> Queues, IReadOnlyList<AcceptedFile> Files)
{
    public static InboxResult Unchanged(Conversation? conversation) => new(conversation, [], []);
}

/// <summary>
/// The only writer of conversations. It loads the conversation, decides, saves and enqueues messages in one transaction. After the commit it wakes
/// the queues.
/// </summary>
internal sealed class Inbox(
    IDatabase database, WakeUps wakeUps, ClientFileDownloadQueue downloads, ChannelPolicies policies, IChannelHours hours, BridgeClock clock)
{
    /// <summary>Accepts what JAICP sent about a client. It returns after the commit.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored. The caller may try again.</exception>
    public async Task AcceptAsync(ChannelUser client, ConversationInput input, CancellationToken cancellationToken)
    {
        var prepared = input is ConversationInput.HandedOver handedOver ? await CompareAsync(client, handedOver, cancellationToken) : input;
        var result = await database.WriteAsync(
            async store => await ApplyAsync(store, await store.Conversations.FindCurrentAsync(client), client, prepared), cancellationToken);
        foreach (var file in result.Files)
            downloads.Begin(client, file);
        wakeUps.Wake(result.Queues);
    }

    /// <summary>Applies an input inside the caller's transaction. The caller wakes the queues after its commit.</summary>
    public Task<InboxResult> ApplyAsync(StoreTransaction store, Conversation conversation, ConversationInput input) =>
        ApplyAsync(store, conversation, conversation.Client, input);

    /// <summary>Compares contexts before the transaction, because all other writes wait for it.</summary>
    private async Task<ConversationInput> CompareAsync(
        ChannelUser client, ConversationInput.HandedOver handedOver, CancellationToken cancellationToken) =>
        await database.ReadAsync(store => store.Conversations.FindCurrentAsync(client), cancellationToken) is { IsOpen: true } current
            ? handedOver with { Comparison = ContextComparison.Create(current.Context, handedOver.Context) }
            : handedOver;

    private async Task<InboxResult> ApplyAsync(StoreTransaction store, Conversation? before, ChannelUser client, ConversationInput input)
    {
        var now = clock.Now;
        var decision = ConversationRules.Apply(
            before, input, policies.Get(client.Channel), client, new Moment(now, clock.NewId(), hours.IsOpen(client.Channel)));
        if (decision.After is not { } after)
            return InboxResult.Unchanged(null);

        // The same comment or failure was seen before, so nothing is done again.
        var sources = decision.Messages.Select(message => message.SourceKey).OfType<string>().ToList();
        if (sources.Count > 0 && await store.Queues.HasAnySourceAsync(after.Id, sources))
            return InboxResult.Unchanged(before);

        var change = ConversationChange.Create(before, input, decision);
        if (change.After is not null)
            after = await store.Conversations.SaveAsync(change.After, change.RaisesVersion, hasStoredContext: !change.ChangesContext);
        if (change.NewTicket is { } ticket)
            await SaveTicketAsync(store, after, ticket, now);
        if (change.HastensTicketOpening)
            await store.Queues.HastenTicketOpeningAsync(after.Id, now);
        return await EnqueueAsync(store, after, decision.Messages, now);
    }

    private static async Task SaveTicketAsync(StoreTransaction store, Conversation conversation, TicketLink ticket, DateTimeOffset now)
    {
        var startAfter = ticket.Merge is { } merge ? new CommentPosition(merge.At, merge.LastComment) : null;
        await store.Tickets.AddAsync(conversation.Helpdesk, ticket.TicketId, conversation.Id, now, startAfter);
        await store.TicketSyncs.MakeDueAsync(conversation.Helpdesk, ticket.TicketId, now);
    }

    private async Task<InboxResult> EnqueueAsync(
        StoreTransaction store, Conversation conversation, IReadOnlyList<Outgoing> messages, DateTimeOffset now)
    {
        var (queues, files) = (new List<QueueId>(), new List<AcceptedFile>());
        foreach (var message in messages)
        {
            var id = clock.NewId();
            if (!await store.Queues.EnqueueAsync(conversation.Id, message, id, now))
                continue;
            queues.Add(new QueueId(conversation.Id, message.Body.Direction));
            if (message.Body is ClientFile file)
                files.Add(new AcceptedFile(id, file));
        }

        return new InboxResult(conversation, queues, files);
    }
}
