using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Texts;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>Writes what the client said and did into tickets: opens them, comments, notes, statuses.</summary>
internal sealed partial class TicketWriter(
    IZendeskApi api, ZendeskRequesters requesters, SentComments sent, TicketMerges merges, BridgeSettings settings, BridgeClock clock, ILogger<TicketWriter> log)
{
    public Task<DeliveryOutcome> WriteAsync(LaneBatch batch, CancellationToken cancellation)
    {
        var canWrite = batch.Conversation is { TicketId: not null, TicketStatus: not (TicketStatus.Closed or TicketStatus.Gone) };
        return batch.Head.Body switch
        {
            OpenTicket => OpenAsync(batch, cancellation),
            ClientText or ClientFile when !canWrite => OpenAsync(batch, cancellation),
            ClientText or ClientFile => CommentAsync(batch, cancellation),
            MoveTicket when !canWrite => Nothing(),
            MoveTicket move => MoveAsync(batch, move, cancellation),
            ContextNote when !canWrite => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Dead("the ticket takes no note any more")),
            ContextNote told => NoteAsync(batch, ContextNotes.Of(told, ChannelOf(batch)), status: null, cancellation),
            ReopenTicket when !canWrite || batch.Conversation.TicketStatus != TicketStatus.Solved => Nothing(),
            ReopenTicket => UpdateAsync(batch, new TicketDraft { Status = "open" }, cancellation),
            ClientLeft or IdleEnd when !canWrite => Nothing(),
            ClientLeft left => CloseAsync(batch, StaffNote.Blocks(ChannelOf(batch).Say(TextName.ClientLeft), StaffNote.Literally(left.Text)), cancellation),
            IdleEnd => CloseAsync(batch, ChannelOf(batch).Say(TextName.IdleNote), cancellation),
            ClientGone when !canWrite => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Dead("the ticket takes no note any more")),
            ClientGone gone => NoteAsync(batch, ChannelOf(batch).Say(TextName.ClientGone, ("text", gone.Text)), status: null, cancellation),
            ReplyNotDelivered or ReplyDelayed or FileNotForwarded when !canWrite => Nothing(),
            FileNotForwarded file => NoteAsync(batch, ChannelOf(batch).Say(TextOf(file.Why), ("name", StaffNote.Word(file.Name) ?? ""), ("limit", Limit)), status: null, cancellation),
            ReplyNotDelivered { Text: null } notice => NoteAsync(batch, ChannelOf(batch).Say(TextName.CloseNotDelivered, ("reason", notice.Reason)), status: null, cancellation),
            ReplyNotDelivered notice =>
                NoteAsync(batch, ChannelOf(batch).Say(TextName.ReplyNotDelivered, ("reason", notice.Reason), ("text", notice.Text)), status: null, cancellation),
            FileLeftOut when !canWrite => Nothing(),
            FileLeftOut file => NoteAsync(batch, ClientWords.NotAttached(ChannelOf(batch), StaffNote.Word(file.Name), FileFault.LeftOut, file.Url), status: null, cancellation),
            ReplyDelayed notice => NoteAsync(batch, ChannelOf(batch).Say(TextName.ReplyDelayed, ("reason", notice.Reason)), status: null, cancellation),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not for a helpdesk."),
        };

        // There is no ticket to move or close: what was to happen is so already.
        static Task<DeliveryOutcome> Nothing() => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());
    }

    private string Limit => string.Create(CultureInfo.InvariantCulture, $"{settings.Bridge.MaxFileBytes / (1024.0 * 1024.0):0.##} MB");

    private static TextName TextOf(WhyNotForwarded why) => why == WhyNotForwarded.Malware ? TextName.AgentFileInfected : TextName.AgentFileTooLarge;

    private ChannelOptions ChannelOf(LaneBatch batch) => settings.Channels[batch.Conversation.Client.Channel];

    /// <summary>The first ticket, a follow-up of one that is closed, or a new one where it was deleted.</summary>
    private async Task<DeliveryOutcome> OpenAsync(LaneBatch batch, CancellationToken cancellation)
    {
        // The channel says nothing for a silent client, and Zendesk takes no empty comment: the client's first message opens the ticket.
        if (FirstWords(batch).Length == 0)
            return new DeliveryOutcome.Delivered();

        var conversation = batch.Conversation;
        var externalId = ZendeskIds.NextTicket(conversation);
        if (batch.Unsure)
        {
            // It may have been tried as a comment, before the ticket was closed.
            if (conversation.TicketId is not null && await sent.FindAsync(batch, FirstWords(batch), status: null, cancellation) is { } resolved and not DeliveryOutcome.TicketOver)
                return resolved;
            var found = await api.FindTicketsAsync(externalId, cancellation).AsAnswerAsync(clock, cancellation);
            if (found.Failure is { } failure)
                return new DeliveryOutcome.Unsure(failure.Summary, OnlyAsked: true);
            if (found.Content?.Tickets?.FirstOrDefault(t => t.ExternalId == externalId) is { } ticket)
                return Opened(ticket, commentId: null);
        }

        if (await FindMergeAsync(batch, cancellation) is { } elsewhere)
            return elsewhere;
        var (requesterId, kept, failed) = await requesters.FindAsync(conversation, cancellation);
        if (failed is not null)
            return failed;
        var draft = NewTicket.Of(batch, ChannelOf(batch), FirstWords(batch), requesterId, externalId);
        var answer = await CreateAsync(batch, draft, cancellation);
        if (kept && answer.Failure is { Fields: var fields } && fields.Any(field => field.StartsWith("requester", StringComparison.Ordinal)))
        {
            await requesters.ForgetAsync(conversation.Client, cancellation);
            return new DeliveryOutcome.Retry("the helpdesk no longer knows the client's user; it is made known again");
        }

        // A wrong id in the settings shall not cost the chat.
        if (IsRefused(answer.Failure) && NewTicket.Plainer(draft) is { } plainer)
        {
            Log.Plainer(log, conversation.Id, answer.Failure!.Summary, IdsOf(draft));
            answer = await CreateAsync(batch, plainer, cancellation);
        }

        if (answer.Failure is { } refused)
            return ZendeskFailureTable.OutcomeOf(refused, onTicket: false);
        return answer.Content?.Ticket is { } opened
            ? Opened(opened, answer.Content.Audit?.CommentId) with { WithoutFiles = LeftOut(batch, answer.Content) }
            : new DeliveryOutcome.Unsure("the answer names no ticket");
    }

    /// <summary>A closed ticket may go on in another: then that is where the client's words belong, not in a follow-up.</summary>
    private async Task<DeliveryOutcome?> FindMergeAsync(LaneBatch batch, CancellationToken cancellation)
    {
        if (batch.Conversation is not { TicketId: { } closed, TicketStatus: TicketStatus.Closed })
            return null;
        var (merge, failure) = await merges.FindAsync(closed, cancellation);
        if (merge is not null && !batch.FormerTickets.Contains(merge.Into))
            return new DeliveryOutcome.TicketMerged();
        return failure is null ? null : ZendeskFailureTable.OutcomeOf(failure, onTicket: true) switch
        {
            DeliveryOutcome.TicketOver gone => gone,
            DeliveryOutcome.Retry or DeliveryOutcome.Unsure when batch.Unsure => new DeliveryOutcome.Unsure(failure.Summary, OnlyAsked: true),
            DeliveryOutcome.Unsure => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, Outage: true),
            DeliveryOutcome.Retry retry => retry,
            _ => null,
        };
    }

    private Task<ZendeskAnswer<TicketAnswer>> CreateAsync(LaneBatch batch, TicketDraft draft, CancellationToken cancellation)
    {
        var request = new TicketRequest(draft);
        var key = ZendeskIds.IdempotencyKey(batch.Mark, JsonSerializer.Serialize(request, ZendeskJson.Options));
        return api.CreateTicketAsync(request, key, cancellation).AsAnswerAsync(clock, cancellation);
    }

    private static bool IsRefused(ZendeskFailure? failure) => failure is not null && ZendeskFailureTable.OutcomeOf(failure, onTicket: false) is DeliveryOutcome.Dead;

    private string FirstWords(LaneBatch batch) =>
        ClientWords.Of(batch, ChannelOf(batch)) is { Length: > 0 } words ? words : ChannelOf(batch).Say(TextName.NoFirstMessage);

    private async Task<DeliveryOutcome> CommentAsync(LaneBatch batch, CancellationToken cancellation)
    {
        var conversation = batch.Conversation;

        // A comment written through the API does not reopen a ticket by itself, and an agent waiting for the client must see it.
        var status = conversation.TicketStatus is TicketStatus.Pending or TicketStatus.Solved ? "open" : null;
        var words = ClientWords.Of(batch, ChannelOf(batch));
        if (await sent.FindAsync(batch, words, status, cancellation) is { } resolved)
            return resolved;
        var (requesterId, _, failed) = await requesters.FindAsync(conversation, cancellation);
        if (failed is not null)
            return failed;
        return await UpdateAsync(batch, new TicketDraft { Comment = new CommentDraft(words, Public: true, requesterId) { Uploads = batch.Uploads }, Status = status }, cancellation);
    }

    private async Task<DeliveryOutcome> MoveAsync(LaneBatch batch, MoveTicket move, CancellationToken cancellation)
    {
        var channel = ChannelOf(batch);
        var note = StaffNote.Of(ContextNotes.Of(move, channel));
        if (await sent.FindAsync(batch, note?.Body ?? "", status: null, cancellation) is { } resolved)
            return resolved;

        // Fields the bot says nothing new about stay as the agent left them.
        var changed = (move.Attributes ?? []).Select(change => change.Name).Concat(move.Hidden ?? []).ToHashSet(StringComparer.Ordinal);
        var draft = new TicketDraft
        {
            GroupId = long.Parse(batch.DestinationId, CultureInfo.InvariantCulture),
            Comment = note,
            CustomFields = TicketFields.Of(batch.Conversation.Context, channel.Ticket.Fields, changed),
        };
        var outcome = await UpdateAsync(batch, draft, cancellation);
        if (outcome is not DeliveryOutcome.Dead { Reason: var reason } || draft.CustomFields is null)
            return outcome;
        Log.Plainer(log, batch.Conversation.Id, reason, IdsOf(draft));
        return await UpdateAsync(batch, draft with { CustomFields = null }, cancellation);
    }

    /// <summary>Says that the chat is over and sets the status; not while the ticket carries another chat, which that would end as well.</summary>
    private async Task<DeliveryOutcome> CloseAsync(LaneBatch batch, string text, CancellationToken cancellation)
    {
        var status = batch.IsTicketShared ? null : ChannelOf(batch).Close.StatusOnClientClose.ToLowerInvariant();
        var outcome = await NoteAsync(batch, text, status, cancellation);

        // A field that is required for solving refuses the status; the agent hears at least that the client has left.
        return outcome is DeliveryOutcome.Dead ? await NoteAsync(batch with { Unsure = false }, text, status: null, cancellation) : outcome;
    }

    private async Task<DeliveryOutcome> NoteAsync(LaneBatch batch, string text, string? status, CancellationToken cancellation)
    {
        var note = StaffNote.Of(text);
        if (await sent.FindAsync(batch, note?.Body ?? "", status, cancellation) is { } resolved)
            return resolved;
        return note is null && status is null
            ? new DeliveryOutcome.Delivered()
            : await UpdateAsync(batch, new TicketDraft { Comment = note, Status = status }, cancellation);
    }

    private async Task<DeliveryOutcome> UpdateAsync(LaneBatch batch, TicketDraft draft, CancellationToken cancellation)
    {
        var request = new TicketRequest(draft with { Metadata = ZendeskIds.MarkerOf(batch) });
        var answer = await api.UpdateTicketAsync(batch.Conversation.TicketId!, request, cancellation).AsAnswerAsync(clock, cancellation);
        if (answer.Failure is { } failure)
            return await ExplainAsync(batch, failure, cancellation);
        return new DeliveryOutcome.Delivered(
            answer.Content?.Audit?.CommentId,
            answer.Content?.Ticket is { } ticket ? new ConversationInput.TicketWritten(ZendeskStatus.Parse(ticket.Status), SetByUs: ticket.Status == draft.Status) : null)
        {
            WithoutFiles = LeftOut(batch, answer.Content),
        };
    }

    /// <summary>Zendesk doesn't say what it does with a token it no longer knows; the comment may stand without the file.</summary>
    private static bool LeftOut(LaneBatch batch, TicketAnswer? answer) => batch.Uploads is not null && answer?.Audit?.HasNoFiles == true;

    /// <summary>"Closed" is said in the account's language, so a refusal that is not understood is looked into before the message is given up.</summary>
    private async Task<DeliveryOutcome> ExplainAsync(LaneBatch batch, ZendeskFailure failure, CancellationToken cancellation)
    {
        var outcome = ZendeskFailureTable.OutcomeOf(failure, onTicket: true);
        if (outcome is not DeliveryOutcome.Dead || !failure.Fields.Contains("status"))
            return outcome;
        var ticket = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellation).AsAnswerAsync(clock, cancellation);
        return ticket.Content?.Ticket is { } found && ZendeskStatus.Parse(found.Status) == TicketStatus.Closed ? new DeliveryOutcome.TicketOver(TicketStatus.Closed) : outcome;
    }

    private static DeliveryOutcome.Delivered Opened(ZendeskTicket ticket, string? commentId) => new(
        commentId, new ConversationInput.TicketOpened(ticket.Id.ToString(CultureInfo.InvariantCulture), ZendeskStatus.Parse(ticket.Status)));

    private static string IdsOf(TicketDraft draft) => string.Join(", ", (draft.CustomFields ?? []).Select(field => field.Id));

    private static partial class Log
    {
        [LoggerMessage(4005, LogLevel.Warning, "The ticket of conversation {ConversationId} is refused ({Reason}); it goes without form, brand, priority and the fields {Fields}: see Ticket in the channel's settings")]
        public static partial void Plainer(ILogger logger, string conversationId, string reason, string fields);
    }
}
