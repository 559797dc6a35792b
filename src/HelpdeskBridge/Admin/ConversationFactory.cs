using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>A conversation with one page of its messages.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Messages">The messages, the newest first.</param>
/// <param name="Attempts">Their attempts, each one's latest first.</param>
/// <param name="HasEarlier">Whether there are messages before these.</param>
/// <param name="HasTexts">Whether the messages' texts were loaded.</param>
internal sealed record ConversationData(
    Conversation Conversation, IReadOnlyList<TimelineMessage> Messages, ILookup<string, TimelineAttempt> Attempts, bool HasEarlier, bool HasTexts);

/// <summary>Makes the page of a conversation out of what was loaded. Pure.</summary>
/// <param name="data">What was loaded.</param>
/// <param name="ticketUrl">Where agents see the ticket; null: nowhere.</param>
/// <param name="now">The current time.</param>
internal sealed class ConversationFactory(ConversationData data, string? ticketUrl, DateTimeOffset now)
{
    /// <summary>More of a text is not shown.</summary>
    private const int MaxTextLength = 4000;

    /// <summary>More attempts of one message are not listed one by one.</summary>
    private const int MaxAttempts = 8;

    public ConversationView Create()
    {
        var messages = TimelineMessage.InOrder(data.Messages).ToList();
        var (level, status) = GetStatus(messages);
        return new ConversationView(
            data.Conversation.Id,
            level,
            status,
            CreateFacts(),
            TimelinePictures.Create(messages, data.Attempts, now),
            messages.ConvertAll(message => CreateMessage(message, messages)),
            data.HasTexts,
            data.HasEarlier ? data.Messages[^1].Id : null);
    }

    private (Level Level, string Status) GetStatus(List<TimelineMessage> messages)
    {
        var phase = data.Conversation.IsOpen ? "Open" : "Ended";
        if (messages.Exists(message => message.State == MessageState.Dead))
            return (Level.Alarm, $"{phase}, with dead letters");
        if (messages.Exists(message => message.IsWaiting))
            return (Level.Waiting, $"{phase}, messages wait");
        return (data.Conversation.IsOpen ? Level.Good : Level.Quiet, phase);
    }

    /// <summary>With what the bot sent at the hand-over: hidden attributes are shown on the admin side and nowhere else.</summary>
    private List<ConversationFact> CreateFacts()
    {
        var conversation = data.Conversation;
        var facts = new (string Name, string? Value, string? Link, bool IsData)[]
        {
            ("Channel", conversation.Client.Channel, null, false),
            ("User id", conversation.Client.UserId, null, false),
            ("Ticket", GetTicket(conversation), ticketUrl, false),
            ("Group", conversation.DestinationId, null, false),
            ("Opened", Format(conversation.OpenedAt), null, false),
            ("First reply", FormatAfter(conversation.FirstReplyAt, conversation.OpenedAt), null, false),
            ("Ended", FormatAfter(conversation.EndedAt, conversation.OpenedAt), null, false),
            ("Attributes", conversation.Context.Attributes, null, true),
            ("Hidden attributes", conversation.Context.HiddenAttributes, null, true),
            ("Custom data", conversation.Context.CustomData, null, true),
            ("Fields set by the bot's script", conversation.Context.ScriptFields, null, true),
        };
        return [.. facts.Where(fact => fact.Value is not null).Select(fact => new ConversationFact(fact.Name, fact.Value!, fact.Link, fact.IsData))];
    }

    private static string GetTicket(Conversation conversation) => conversation.TicketId is { } ticket
        ? $"{ticket} in {conversation.Helpdesk}, {conversation.TicketStatus.ToString().ToLowerInvariant()}"
        : $"none yet in {conversation.Helpdesk}";

    private MessageRow CreateMessage(TimelineMessage message, List<TimelineMessage> all)
    {
        var (state, level) = Words.GetState(message.State);
        return new MessageRow(
            message.Id, Words.GetKind(message.Kind), Words.GetDirection(message.Direction), message.Direction == Direction.ToHelpdesk, level, state)
        {
            AcceptedAt = message.AcceptedAt,
            Delay = Words.GetDuration((message.SettledAt ?? now) - message.AcceptedAt),
            Hops = CreateHops(message),
            Waits = message.IsWaiting ? GetWhyItWaits(message, all) : null,
            Text = message.Body is { } body ? GetText(MessageBody.Parse(body, message.Direction)) : null,
            IsDeadLetter = message.State == MessageState.Dead,
        };
    }

    private string GetWhyItWaits(TimelineMessage message, List<TimelineMessage> all)
    {
        if (all.Exists(earlier => earlier.IsWaiting && earlier.Direction == message.Direction && earlier.Sequence < message.Sequence))
            return "Waits for the message before it: messages of a conversation are delivered in order.";
        var due = message.DueAt > now
            ? $"Tried next at {message.DueAt.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}, {Words.GetUntil(message.DueAt, now)}"
            : "Due now";
        return message.Reason is { } reason ? $"{due}. Reason: {reason}" : $"{due}.";
    }

    private List<Hop> CreateHops(TimelineMessage message)
    {
        var attempts = data.Attempts[message.Id].Reverse().ToList();
        var hops = new List<Hop> { new(message.AcceptedAt, null, "Accepted", null, Level.Good) };
        var skipped = Math.Max(0, attempts.Count - MaxAttempts);
        foreach (var (i, attempt) in attempts.Index())
        {
            if (skipped > 0 && i == MaxAttempts / 2)
                Add(attempt.EndedAt, Words.GetCount(skipped + 1, "further attempt"), Words.GetOutcome(attempt.Outcome).Words, Level.Waiting);
            else if (i < MaxAttempts / 2 || i > (MaxAttempts / 2) + skipped)
                AddAttempt(attempt);
        }

        if (message.RetriedAt is { } retried)
            hops.Insert(hops.FindLastIndex(hop => hop.At <= retried) + 1, new Hop(retried, null, "Sent again by an operator", null, Level.Quiet));
        if (message is { State: MessageState.Discarded, SettledAt: { } settled })
            Add(settled, "Discarded", null, Level.Quiet);
        return hops;

        void AddAttempt(TimelineAttempt attempt)
        {
            var (words, level) = Words.GetOutcome(attempt.Outcome);
            var detail = attempt.Detail ?? (level == Level.Good && message.RemoteId is { } id ? $"id {id}" : null);
            Add(attempt.EndedAt, attempts.Count > 1 ? $"{words} (attempt {attempt.Number})" : words, detail, level);
        }

        void Add(DateTimeOffset at, string name, string? detail, Level level) =>
            hops.Add(new Hop(at, "+" + Words.GetDuration(at - hops[^1].At), name, detail, level));
    }

    private static string? GetText(MessageBody body) => body switch
    {
        ClientText text => Shorten(text.Text),
        AgentText text => Shorten(text.Text),
        ClientFile file => Shorten(file.Name ?? "(a file without a name)"),
        AgentFile file => Shorten(file.File.Name),
        ClientLeftNote { Text: { } text } => Shorten(text),
        LateReplyNote late => Shorten(late.Text),
        TranscriptNote transcript => Shorten(transcript.Text),
        ReplyNotDelivered { Text: { } text } => Shorten(text),
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= MaxTextLength
        ? text
        : text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)] + "…";

    private static string Format(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);

    private static string? FormatAfter(DateTimeOffset? at, DateTimeOffset opened) =>
        at is { } time ? $"{Format(time)}, after {Words.GetDuration(time - opened)}" : null;
}
