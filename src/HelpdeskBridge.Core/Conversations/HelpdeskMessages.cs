using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Conversations;

/// <summary>Opens the ticket in the conversation's group. A client's message that follows directly becomes its first comment.</summary>
internal sealed record OpenTicket : HelpdeskMessage
{
    [JsonIgnore]
    public override bool CarriesChatOn => true;
}

/// <summary>Public comment: a text of the client.</summary>
internal sealed record ClientText(string Text) : HelpdeskMessage
{
    [JsonIgnore]
    public override bool CarriesChatOn => true;
}

/// <summary>Public comment with an attachment: a file of the client.</summary>
internal sealed record ClientFile(string Url, string? Name, long? Size) : HelpdeskMessage
{
    [JsonIgnore]
    public override bool CarriesChatOn => true;
}

/// <summary>A client's file that was just accepted.</summary>
internal readonly record struct AcceptedFile(string MessageId, ClientFile File);

/// <summary>Internal note: a part of a long first text, which is what was said before the hand-over.</summary>
/// <param name="Text">The part.</param>
/// <param name="IsContinued">Whether another part stands before it.</param>
internal sealed record TranscriptNote(string Text, bool IsContinued) : HelpdeskMessage;

/// <summary>Internal note: what the bot knows about the client, as JSON.</summary>
internal sealed record ContextNote(string? Attributes, string? CustomData) : HelpdeskMessage;

/// <summary>Moves the ticket to the conversation's new group, with an internal note of what changed in the bot's data about the client.</summary>
/// <param name="Attributes">Changes of attributes that are shown to the agent.</param>
/// <param name="CustomData">Changes of custom data, which is shown to the agent.</param>
/// <param name="Hidden">
/// Names of attributes that changed and are not shown to the agent, but may be mapped to ticket fields: hidden ones, and what is too much for a note.
/// </param>
internal sealed record MoveTicket(
    IReadOnlyList<ContextChange>? Attributes = null, IReadOnlyList<ContextChange>? CustomData = null, IReadOnlyList<string>? Hidden = null)
    : HelpdeskMessage
{
    /// <summary>
    /// How many characters of changes are kept. The note is cut at 60,000 bytes, and one character may be six in JSON. Of all other changes only
    /// the names are kept.
    /// </summary>
    private const int MaxCharacters = 400_000;

    /// <summary>Whether another chat begins with it, in the ticket of one that is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BeginsChat { get; init; }

    [JsonIgnore]
    public override bool CarriesChatOn => true;

    public static MoveTicket Create(HandOverContext before, HandOverContext after)
    {
        var attributes = ContextChange.Between(before.Attributes, after.Attributes);
        var shown = TakeShown(attributes);
        return new MoveTicket(
            shown,
            TakeShown(ContextChange.Between(before.CustomData, after.CustomData)),
            [
                .. attributes.Skip(shown.Count).Select(change => change.Name),
                .. ContextChange.Between(before.HiddenAttributes, after.HiddenAttributes).Select(change => change.Name),
            ]);
    }

    private static List<ContextChange> TakeShown(IReadOnlyList<ContextChange> changes)
    {
        var (shown, length) = (new List<ContextChange>(), 0);
        foreach (var change in changes)
        {
            if (length > MaxCharacters)
                break;
            shown.Add(change);
            length += change.Name.Length + (change.Before?.Length ?? 0) + (change.After?.Length ?? 0);
        }

        return shown;
    }
}

/// <summary>Sets the ticket to open again, because a client's message was written into it just after an agent had solved it.</summary>
internal sealed record ReopenTicket : HelpdeskMessage
{
    [JsonIgnore]
    public override bool CarriesChatOn => true;
}

/// <summary>Internal note, and the ticket's new status: the client closed the chat.</summary>
/// <param name="Text">The text that the author of the bot wrote for the agent.</param>
internal sealed record ClientLeftNote(string? Text) : HelpdeskMessage;

/// <summary>Internal note, and the ticket's new status: the chat was closed because nobody had written for a long time.</summary>
internal sealed record IdleCloseNote : HelpdeskMessage;

/// <summary>Internal note: the chat went back to the bot, because of a tag of the ticket.</summary>
internal sealed record ReturnedNote(string Tag) : HelpdeskMessage;

/// <summary>Internal note, and changes of the ticket: no agent has answered for some time (<see cref="Escalation"/>).</summary>
internal sealed record EscalateTicket(TimeSpan After, string? Group, string? Priority, string? Tag, string? Note) : HelpdeskMessage
{
    /// <summary>
    /// Since when the client waited. It is for that wait only: the ticket may carry a later chat by now. Null: an older version wrote it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether the client of a conversation still waits, and since then.</summary>
    public bool IsFor(Conversation? conversation) => conversation?.UnansweredSince is { } since && since == (Since ?? since);
}

/// <summary>Internal note, and fields or a tag of the ticket: the client rated the chat.</summary>
internal sealed record RatingNote(int Score, string? Comment) : HelpdeskMessage
{
    /// <summary>The other score that the chat had before, and that this one corrects; null: it had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Former { get; init; }

    /// <summary>What goes into fields, under the names <c>rating</c> and <c>ratingComment</c>.</summary>
    [JsonIgnore]
    public HandOverContext Values => new(JsonSerializer.Serialize(new { rating = Score, ratingComment = Comment }), null, null);
}

/// <summary>Sets fields of the ticket.</summary>
/// <param name="Fields">An object in JSON: the values by the names that the channel's settings map to fields.</param>
internal sealed record TicketFieldValues(string Fields) : HelpdeskMessage
{
    [JsonIgnore]
    public HandOverContext Values => new(Fields, null, null);
}

/// <summary>Internal note: the agent replied after the chat had ended.</summary>
internal sealed record LateReplyNote(string Text) : HelpdeskMessage;

/// <summary>Internal note: a message of the agent was not delivered to the client.</summary>
/// <param name="Text">The text of the message; null when it was the end of the chat that was not delivered.</param>
/// <param name="Reason">Why it was not delivered.</param>
internal sealed record ReplyNotDelivered(string? Text, string Reason) : HelpdeskMessage;

/// <summary>Internal note: a message of the agent was not delivered to the client yet.</summary>
internal sealed record ReplyDelayed(string Reason) : HelpdeskMessage;

/// <summary>Internal note: the helpdesk accepted the comment, but not the client's file.</summary>
internal sealed record FileLeftOut(string? Name, string Url) : HelpdeskMessage;

/// <summary>Internal note: a file that the agent attached is not sent to the client.</summary>
internal sealed record FileNotForwarded(string Name, [property: JsonPropertyName("why")] ForwardingRefusal Reason) : HelpdeskMessage;

/// <summary>Why an agent's file is not sent to the client.</summary>
internal enum ForwardingRefusal
{
    /// <summary>The helpdesk found malware in it.</summary>
    Malware,

    /// <summary>It is larger than <c>Bridge:MaxFileBytes</c>.</summary>
    TooLarge,
}

/// <summary>Internal note: nothing of a public comment is sent to the client.</summary>
internal sealed record CommentNotForwarded(CommentRefusal Reason) : HelpdeskMessage;

/// <summary>Why nothing of a public comment is sent to the client.</summary>
internal enum CommentRefusal
{
    /// <summary>It has no text, no file and no picture that can be sent.</summary>
    Empty,

    /// <summary>The helpdesk's answer about it can't be read.</summary>
    Unreadable,

    /// <summary>It is not a written comment, but for example a telephone call.</summary>
    NotWritten,

    /// <summary>Its author is neither an agent nor the client.</summary>
    NotByAgent,

    /// <summary>It seems to be the helpdesk's own comment about a merge of tickets, which may quote another client.</summary>
    AboutMerge,
}

/// <summary>Internal note: the ticket's requester is the bridge's own user, and not the one that the bot named.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Keys">By what the bot named the user.</param>
internal sealed record RequesterNote([property: JsonPropertyName("why")] RequesterRefusal Reason, IReadOnlyList<RequesterKey> Keys)
    : HelpdeskMessage;

/// <summary>By what a bot names a user of the helpdesk.</summary>
internal enum RequesterKey
{
    Email,
    Phone,
    ExternalId,
}

/// <summary>Why the user of the helpdesk that the bot named is not the requester.</summary>
internal enum RequesterRefusal
{
    /// <summary>A value can't be what it should be.</summary>
    Invalid,

    /// <summary>Several users have a value.</summary>
    Ambiguous,

    /// <summary>The values belong to different users.</summary>
    Contradiction,

    /// <summary>The user is an agent or an administrator.</summary>
    Staff,

    /// <summary>The user is suspended or disabled.</summary>
    Suspended,

    /// <summary>The helpdesk refused the search, or the user.</summary>
    Refused,
}
