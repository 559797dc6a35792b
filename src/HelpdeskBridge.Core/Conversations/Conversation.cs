using System.Text.Json;

namespace HelpdeskBridge.Conversations;

/// <summary>One chat of one client with the helpdesk. It begins with a hand-over, or with a message without one.</summary>
internal sealed record Conversation
{
    public required string Id { get; init; }

    public required ChannelUser Client { get; init; }

    public required string Helpdesk { get; init; }

    public required Phase Phase { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who or what ended it; null while it is open, and for one that ended before this was stored.</summary>
    public EndedBy? EndedBy { get; init; }

    /// <summary>The helpdesk group that the chat was last handed over to.</summary>
    public required string DestinationId { get; init; }

    public string? UserName { get; init; }

    /// <summary>The client's language, as the last hand-over that named one had it, such as <c>de</c>; null: unknown.</summary>
    public string? Language { get; init; }

    /// <summary>What the bot knows about the client.</summary>
    public HandOverContext Context { get; init; } = HandOverContext.Empty;

    /// <summary>The current ticket of the conversation; null until it is opened.</summary>
    public string? TicketId { get; init; }

    /// <summary>The last known status of the ticket.</summary>
    public TicketStatus TicketStatus { get; init; }

    /// <summary>How many tickets were opened for the conversation. The external id of a follow-up ticket contains this number.</summary>
    public int TicketsOpened { get; init; }

    /// <summary>The agent who last took the chat over or answered; null until there is one.</summary>
    public string? AgentId { get; init; }

    /// <summary>
    /// The assignee of the ticket when it was last read. It may differ from <see cref="AgentId"/>, because other agents may answer too.
    /// </summary>
    public string? AssigneeId { get; init; }

    /// <summary>When the client or an agent last wrote; null: nobody has written since the beginning.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>When an agent first answered.</summary>
    public DateTimeOffset? FirstReplyAt { get; init; }

    /// <summary>When the client carried the chat on after its end. Null: that did not happen, or an agent has answered since.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>The time of the last step of <c>Escalations</c> that was taken in this chat; null: none was.</summary>
    public TimeSpan? EscalatedAfter { get; init; }

    /// <summary>No step of <c>Escalations</c> is due before this time. Null: that was not looked at yet.</summary>
    public DateTimeOffset? EscalationDueAt { get; init; }

    /// <summary>When the client got the notice that the channel is outside its business hours.</summary>
    public DateTimeOffset? OfflineNoticeAt { get; init; }

    /// <summary>
    /// Whether the return tag of the ticket means nothing until a read shows the ticket without it, because it was there before this chat was.
    /// </summary>
    public bool IgnoresReturnTag { get; init; }

    /// <summary>Whether the bot has named another person than the ticket's requester since the ticket was opened.</summary>
    public bool NamesAnotherPerson { get; init; }

    /// <summary>What the client said about the chat; null: nothing.</summary>
    public Rating? Rating { get; init; }

    /// <summary>
    /// Counts the changes, so that a decision based on an older version is noticed. A new message alone does not count as a change
    /// (<see cref="ConversationChange.RaisesVersion"/>).
    /// </summary>
    public long Version { get; init; }

    public bool IsOpen => Phase == Phase.Open;

    /// <summary>Since when the client waits for an agent's first answer; null: there is one, or the chat is over.</summary>
    public DateTimeOffset? UnansweredSince => !IsOpen ? null : ReopenedAt ?? (FirstReplyAt is null ? OpenedAt : null);

    /// <summary>Whether there is a ticket that still accepts comments. Otherwise the client's next message opens one.</summary>
    public bool HasWritableTicket => TicketId is not null && TicketStatus is not (TicketStatus.Closed or TicketStatus.Gone);
}

/// <summary>
/// By this, a decision that is based on an older state of a conversation is noticed. A new message does not raise the version, but is a change too.
/// </summary>
internal sealed record ConversationVersion(string Id, long Version, DateTimeOffset? LastMessageAt)
{
    /// <returns>Null: there is no conversation.</returns>
    public static ConversationVersion? From(Conversation? conversation) =>
        conversation is null ? null : new ConversationVersion(conversation.Id, conversation.Version, conversation.LastMessageAt);
}

/// <summary>A client of a channel. The user id comes from JAICP. It is opaque and compared exactly.</summary>
internal sealed record ChannelUser(string Channel, string UserId)
{
    /// <summary>JAICP's user ids are opaque and may be long.</summary>
    public const int MaxCharactersOfUserId = 1024;
}

/// <summary>What the bot gave about the client at the hand-over. Each part is JSON text, or null.</summary>
/// <param name="Attributes">Shown to the agent.</param>
/// <param name="HiddenAttributes">Not shown to the agent ("will not be sent to the agent", JAICP's documentation of selectDestination).</param>
/// <param name="CustomData">Shown to the agent.</param>
internal sealed record HandOverContext(string? Attributes, string? HiddenAttributes, string? CustomData)
{
    public static readonly HandOverContext Empty = new(null, null, null);

    /// <summary>
    /// What the bot's script has since said about fields of the ticket, for tickets that are opened later. It is for fields alone, and never says who
    /// the client is.
    /// </summary>
    public string? ScriptFields { get; init; }

    /// <summary>In characters.</summary>
    public int Length =>
        (Attributes?.Length ?? 0) + (HiddenAttributes?.Length ?? 0) + (CustomData?.Length ?? 0) + (ScriptFields?.Length ?? 0);

    /// <summary>Whether a part, which is JSON, is more than an empty object.</summary>
    public static bool HasContent(string? part) => part.AsSpan().Trim() switch
    {
        [] => false,
        ['{', .. var members, '}'] => !members.IsWhiteSpace(),
        _ => true,
    };

    /// <summary>
    /// The context after another hand-over. A part that is missing there stays as it was. What the script has said about a field lasts until the
    /// attribute of that name changes.
    /// </summary>
    public HandOverContext Merge(HandOverContext newer)
    {
        var merged = new HandOverContext(
            newer.Attributes ?? Attributes, newer.HiddenAttributes ?? HiddenAttributes, newer.CustomData ?? CustomData);
        if (ScriptFields is null)
            return merged;
        return merged with { ScriptFields = MergeFields(ScriptFields, "{}", except: FindChangedAttributes(merged)) };
    }

    /// <summary>The names of attributes, hidden ones too, that another context has with other values, or not at all, or that only it has.</summary>
    public IEnumerable<string> FindChangedAttributes(HandOverContext other) =>
        ContextChange.Between(Attributes, other.Attributes).Concat(ContextChange.Between(HiddenAttributes, other.HiddenAttributes))
            .Select(change => change.Name);

    /// <summary>The context after the bot's script has given values for fields.</summary>
    /// <param name="fields">An object in JSON.</param>
    public HandOverContext WithFields(string fields) => this with { ScriptFields = MergeFields(ScriptFields ?? "{}", fields, except: []) };

    /// <summary>If a name occurs several times, the last value counts.</summary>
    private static string? MergeFields(string before, string newer, IEnumerable<string> except)
    {
        using var beforeDocument = JsonDocument.Parse(before);
        using var newerDocument = JsonDocument.Parse(newer);
        var fields = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in beforeDocument.RootElement.EnumerateObject())
            fields[field.Name] = field.Value;
        foreach (var name in except)
            fields.Remove(name);
        foreach (var field in newerDocument.RootElement.EnumerateObject())
            fields[field.Name] = field.Value;
        return fields.Count > 0 ? JsonSerializer.Serialize(fields) : null;
    }
}

internal enum Phase
{
    Open,
    Ended,
}

/// <summary>Who or what ended a conversation. The names stand in the store.</summary>
internal enum EndedBy
{
    /// <summary>An agent solved or closed the ticket.</summary>
    Agent,

    /// <summary>The client closed the chat.</summary>
    Client,

    /// <summary>Nobody had written for a long time.</summary>
    Idle,

    /// <summary>The ticket was deleted or marked as spam.</summary>
    Deleted,

    /// <summary>An agent gave the chat back to the bot. The ticket is as it was.</summary>
    Returned,
}

/// <summary>What a client said about a chat.</summary>
/// <param name="Score">The score, on whatever scale the bot uses.</param>
/// <param name="Comment">The client's words; null: none.</param>
/// <param name="At">When.</param>
internal sealed record Rating(int Score, string? Comment, DateTimeOffset At);

/// <summary>The status of a ticket, as far as the bridge distinguishes it.</summary>
internal enum TicketStatus
{
    /// <summary>There is no ticket yet.</summary>
    None,
    New,
    Open,
    Pending,
    Hold,
    Solved,

    /// <summary>Final: the ticket accepts no more comments.</summary>
    Closed,

    /// <summary>The ticket was deleted or marked as spam.</summary>
    Gone,
}

internal static class TicketStatuses
{
    /// <summary>Whether the agents have finished the ticket, or it is gone.</summary>
    public static bool IsOver(this TicketStatus status) => status is TicketStatus.Solved or TicketStatus.Closed or TicketStatus.Gone;
}

/// <summary>The agent, or the bridge itself, as JAICP shows it to the client.</summary>
/// <param name="Id">The id of the employee.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name; empty when there is none.</param>
/// <param name="AvatarUrl">The address of a picture; empty when there is none.</param>
internal sealed record Employee(string Id, string FirstName, string LastName, string AvatarUrl);
