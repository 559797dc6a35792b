using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>The result of an input.</summary>
/// <param name="After">The conversation as stored; null when there is none.</param>
/// <param name="Queues">The queues that have something new to send. They are woken after the commit.</param>
/// <param name="Files">The client's files among the messages. Their download begins after the commit.</param>
internal sealed record InboxResult(Conversation? After, IReadOnlyList<QueueId> Queues, IReadOnlyList<AcceptedFile> Files)
{
    public static InboxResult Unchanged(Conversation? conversation) => new(conversation, [], []);
}

/// <summary>
/// The only writer of conversations. It loads the conversation and decides. In one transaction it then saves the conversation and enqueues the
/// messages. After the commit it wakes the queues.
/// </summary>
internal sealed class Inbox(
    IDatabase database, RecentConversations recent, WakeUps wakeUps, ClientFileDownloadQueue downloads, ChannelPolicies policies,
    IChannelHours hours, DeliveryMetrics metrics, BridgeClock clock)
{
    /// <summary>
    /// Accepts what JAICP or the bot sent about a client. It returns after the commit. If the caller has gone before its turn came, nothing is
    /// stored: it has called again, or gone on with what comes later, which another process may have stored meanwhile.
    /// </summary>
    /// <returns>The conversation; null when the client has none.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The caller may try again. Nothing was stored, unless <see cref="StoreUnavailableException.MayBeStored"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task<Conversation?> AcceptAsync(ChannelUser client, ConversationInput input, CancellationToken cancellationToken)
    {
        var result = await TryAcceptAsync(client, input, cancellationToken) ?? await TryBeginAsync(client, input, cancellationToken);
        if (result is null)
        {
            var current = await database.ReadStatementAsync(store => store.Conversations.FindCurrentAsync(client), cancellationToken);
            var prepared = Prepare(current, client, input);

            // The read began after the call, so nothing that was stored before the call is missing in it.
            result = prepared.ChangesNothing
                ? InboxResult.Unchanged(current)
                : await TryStoreAsync(prepared, cancellationToken) ?? await AcceptAsync(client, prepared, cancellationToken);
        }

        recent.Keep(client, result.After);
        foreach (var file in result.Files)
            downloads.Begin(client, file);
        wakeUps.Wake(result.Queues);
        return result.After;
    }

    /// <summary>Decides again in the transaction if the conversation has changed meanwhile.</summary>
    private Task<InboxResult> AcceptAsync(ChannelUser client, PreparedInput prepared, CancellationToken cancellationToken) => database.WriteAsync(
        async store =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await StoreAsync(
                store,
                !MayAwaitFollowUp(client, prepared.Before, prepared.Input)
                    && prepared.IsFor(await store.Conversations.FindCurrentVersionAsync(client))
                    ? prepared
                    : await PrepareAsync(store, client, prepared.Input));
        },
        cancellationToken);

    private async Task<PreparedInput> PrepareAsync(StoreTransaction store, ChannelUser client, ConversationInput input)
    {
        var current = await store.Conversations.FindCurrentAsync(client);
        if (input is ConversationInput.HandedOver handedOver && MayAwaitFollowUp(client, current, input))
            input = handedOver with { AwaitsFollowUp = await store.Messages.HasWaitingTurnAsync(current!.Id) };
        return Prepare(current, client, input);
    }

    /// <summary>Whether it depends on what waits in the queue into which ticket a hand-over goes, which is then decided in the transaction.</summary>
    private bool MayAwaitFollowUp(ChannelUser client, Conversation? current, ConversationInput input) =>
        input is ConversationInput.HandedOver && current is { IsOpen: false, TicketId: not null, HasWritableTicket: false }
        && policies.Get(client.Channel).ReusesTicket;

    /// <summary>Accepts it for the conversation as it was last stored, without reading it.</summary>
    /// <returns>
    /// Null: the conversation is not known here, is not enough to decide, has changed, or would not change by it. Nothing was stored.
    /// </returns>
    private async Task<InboxResult?> TryAcceptAsync(ChannelUser client, ConversationInput input, CancellationToken cancellationToken)
    {
        if (recent.Find(client) is not { } known || MayAwaitFollowUp(client, known, input))
            return null;
        var prepared = Prepare(known, client, input);
        if (prepared.ChangesNothing)
            return null;
        if (prepared.IsMessageOnly)
            return await AppendAsync(prepared, cancellationToken);
        return await database.WriteAsync(
            async store =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return prepared.IsFor(await FindVersionAsync(store, known)) ? await StoreAsync(store, prepared) : null;
            },
            cancellationToken);
    }

    /// <summary>
    /// Accepts a hand-over as if the client had no conversation, without reading. A client who has one costs a write that stores nothing.
    /// </summary>
    /// <returns>Null: the client has a conversation. Nothing was stored.</returns>
    private async Task<InboxResult?> TryBeginAsync(ChannelUser client, ConversationInput input, CancellationToken cancellationToken) =>
        input is ConversationInput.HandedOver && recent.Find(client) is null
            ? await TryStoreAsync(Prepare(null, client, input), cancellationToken)
            : null;

    /// <summary>
    /// Stores what most calls change. Its statements are known before the transaction, so those of many calls can be sent to the database together.
    /// </summary>
    /// <returns>Null: there is more to store, or the conversation has changed. Nothing was stored.</returns>
    private async Task<InboxResult?> TryStoreAsync(PreparedInput prepared, CancellationToken cancellationToken) => prepared switch
    {
        { IsMessageOnly: true } => await AppendAsync(prepared, cancellationToken),
        { IsFirstConversation: true } => await StartAsync(prepared, cancellationToken),
        _ => null,
    };

    /// <summary>Stores messages that change nothing else.</summary>
    /// <returns>Null: the conversation has changed. Nothing was stored.</returns>
    private async Task<InboxResult?> AppendAsync(PreparedInput prepared, CancellationToken cancellationToken)
    {
        var (known, after) = (prepared.Before!, prepared.Decision.After!);
        var messages = CreateMessages(prepared);
        var append = new MessageAppend(
            ConversationVersion.From(known)!, after.LastMessageAt, messages, prepared.Change.HastensTicketOpening, clock.Now);
        var results = await database.WriteAsync(append.Statements, cancellationToken);
        if (append.ReadMessages(results) is not { } enqueued)
            return null;
        var queued = new QueuedMessages();
        if (append.ReadOpensTicket(results))
            queued.ToWake.Add(new QueueId(known.Id, Direction.ToHelpdesk));
        return Report(after, messages, enqueued, queued);
    }

    /// <summary>Stores a client's first conversation.</summary>
    /// <returns>Null: the client has got one meanwhile. Nothing was stored.</returns>
    private async Task<InboxResult?> StartAsync(PreparedInput prepared, CancellationToken cancellationToken)
    {
        var decided = prepared.Decision.After!;
        var after = decided with { Version = decided.Version + 1 };
        var messages = CreateMessages(prepared);
        var results = await database.WriteAsync(new ConversationStart(after, messages, clock.Now).Statements, cancellationToken);
        return ConversationStart.ReadMessages(results) is { } enqueued ? Report(after, messages, enqueued, new QueuedMessages()) : null;
    }

    private List<NewMessage> CreateMessages(PreparedInput prepared) =>
        [.. prepared.Decision.Messages.Zip(prepared.Bodies, (message, body) => new NewMessage(message, body, clock.NewId()))];

    private InboxResult Report(Conversation after, List<NewMessage> messages, IReadOnlyList<EnqueueResult> enqueued, QueuedMessages queued)
    {
        foreach (var (message, result) in messages.Zip(enqueued))
            queued.Add(after.Id, message.Outgoing, message.Id, result);
        queued.RecordAccepted(metrics, after.Client.Channel);
        return new InboxResult(after, queued.ToWake, queued.Files);
    }

    /// <summary>The version of the client's conversation, which is this one as long as it is open: a client has no other open one.</summary>
    private static Task<ConversationVersion?> FindVersionAsync(StoreTransaction store, Conversation known) =>
        known.IsOpen ? store.Conversations.FindVersionAsync(known.Id) : store.Conversations.FindCurrentVersionAsync(known.Client);

    /// <summary>Decides about an input before the transaction in which <see cref="ApplyAsync(StoreTransaction, PreparedInput)"/> stores it.</summary>
    public PreparedInput Prepare(Conversation conversation, ConversationInput input) => Prepare(conversation, conversation.Client, input);

    /// <summary>
    /// Stores a prepared input inside the caller's transaction. It is decided again if the conversation has changed, and dropped if it was erased.
    /// The caller wakes the queues after its commit.
    /// </summary>
    public async Task<InboxResult> ApplyAsync(StoreTransaction store, PreparedInput prepared)
    {
        var id = prepared.Before!.Id;
        if (prepared.IsFor(await store.Conversations.FindVersionAsync(id)))
            return await StoreAsync(store, prepared);
        return await store.Conversations.FindAsync(id) is { } conversation
            ? await ApplyAsync(store, conversation, prepared.Input)
            : InboxResult.Unchanged(null);
    }

    /// <summary>Decides about an input and stores it inside the caller's transaction. The caller wakes the queues after its commit.</summary>
    public Task<InboxResult> ApplyAsync(StoreTransaction store, Conversation conversation, ConversationInput input) =>
        StoreAsync(store, Prepare(conversation, input));

    private PreparedInput Prepare(Conversation? before, ChannelUser client, ConversationInput input)
    {
        var decision = ConversationRules.Apply(
            before, input, policies.Get(client.Channel), client, new Moment(clock.Now, clock.NewId(), hours.IsOpen(client.Channel)));
        return new PreparedInput(input, before, decision, [.. decision.Messages.Select(message => message.Body.ToJson())]);
    }

    private async Task<InboxResult> StoreAsync(StoreTransaction store, PreparedInput prepared)
    {
        var (_, before, decision, _) = prepared;
        if (decision.After is not { } after)
            return InboxResult.Unchanged(null);

        // The same comment or failure was seen before, so nothing is done again.
        var sources = decision.Messages.Select(message => message.SourceKey).OfType<string>().ToList();
        if (sources.Count > 0 && await store.Queues.HasAnySourceAsync(after.Id, sources))
            return InboxResult.Unchanged(before);

        var now = clock.Now;
        var change = prepared.Change;
        if (change.BeginsAnotherChat)
            await store.Reports.KeepPastChatAsync(after.Id);
        if (change.After is not null)
            after = await SaveAsync(store, change.After, change);
        if (change.NewTicket is { } ticket)
            await SaveTicketAsync(store, after, ticket, now);
        var queued = new QueuedMessages();
        if (change.HastensTicketOpening && await store.Queues.HastenTicketOpeningAsync(after.Id, now))
            queued.ToWake.Add(new QueueId(after.Id, Direction.ToHelpdesk));

        foreach (var (message, body) in prepared.Decision.Messages.Zip(prepared.Bodies))
        {
            var id = clock.NewId();
            queued.Add(after.Id, message, id, await store.Queues.EnqueueAsync(after.Id, message, body, id, now));
        }

        store.AfterCommit(() => queued.RecordAccepted(metrics, after.Client.Channel));
        return new InboxResult(after, queued.ToWake, queued.Files);
    }

    /// <summary>Most changes are the time of a text alone, which is in no index.</summary>
    private static async Task<Conversation> SaveAsync(StoreTransaction store, Conversation after, ConversationChange change)
    {
        if (change.RaisesVersion)
            return await store.Conversations.SaveAsync(after, hasStoredContext: !change.ChangesContext);
        await store.Conversations.SaveLastMessageAsync(after);
        return after;
    }

    private static async Task SaveTicketAsync(StoreTransaction store, Conversation conversation, TicketLink ticket, DateTimeOffset now)
    {
        var startAfter = ticket.Merge is { } merge ? new CommentPosition(merge.At, merge.LastComment) : null;
        await store.Tickets.AddAsync(conversation.Helpdesk, ticket.TicketId, conversation.Id, now, startAfter);
        await store.TicketSyncs.MakeDueAsync(conversation.Helpdesk, ticket.TicketId, now);
    }
}
