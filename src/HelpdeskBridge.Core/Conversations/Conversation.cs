namespace HelpdeskBridge.Conversations;

/// <summary>One chat of one client with the helpdesk: from a hand-over, or a text that came without one, to its end.</summary>
internal sealed record Conversation
{
    public required string Id { get; init; }

    public required ChannelUser Client { get; init; }

    public required string Helpdesk { get; init; }

    public required Phase Phase { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Helpdesk group the chat was last handed to.</summary>
    public required string DestinationId { get; init; }

    public string? UserName { get; init; }

    /// <summary>What the bot told about the client, as JSON.</summary>
    public HandOverContext Context { get; init; } = HandOverContext.Empty;

    /// <summary>The ticket that carries the conversation now; null until it is opened.</summary>
    public string? TicketId { get; init; }

    /// <summary>Last known status of <see cref="TicketId"/>.</summary>
    public TicketStatus TicketStatus { get; init; }

    /// <summary>How many tickets were opened; numbers the external ids of follow-ups.</summary>
    public int TicketsOpened { get; init; }

    /// <summary>The agent the client was last told of, or heard from; null until there is one.</summary>
    public string? AgentId { get; init; }

    /// <summary>Whoever was in charge of the ticket when it was last read. Apart from <see cref="AgentId"/>, because another agent may answer meanwhile.</summary>
    public string? AssigneeId { get; init; }

    /// <summary>When the client or an agent last said something; null: not since the beginning.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>When an agent first answered.</summary>
    public DateTimeOffset? FirstReplyAt { get; init; }

    /// <summary>When the client was told that nobody is there.</summary>
    public DateTimeOffset? OfflineNoticeAt { get; init; }

    /// <summary>Counts changes, so that a decision made on an old reading is noticed. A word alone is none.</summary>
    public long Version { get; init; }

    public bool IsOpen => Phase == Phase.Open;
}

/// <summary>A client of a channel. User ids are JAICP's, opaque and compared exactly.</summary>
internal sealed record ChannelUser(string Channel, string UserId);

/// <summary>What the bot told about the client at the hand-over; each part is JSON text or null.</summary>
/// <param name="Attributes">For the agent.</param>
/// <param name="HiddenAttributes">Not for the agent ("will not be sent to the agent", JAICP on selectDestination).</param>
/// <param name="CustomData">For the agent.</param>
internal sealed record HandOverContext(string? Attributes, string? HiddenAttributes, string? CustomData)
{
    public static readonly HandOverContext Empty = new(null, null, null);

    /// <summary>What is told at another hand-over; a part left out there stays as it was.</summary>
    public HandOverContext With(HandOverContext told) => new(told.Attributes ?? Attributes, told.HiddenAttributes ?? HiddenAttributes, told.CustomData ?? CustomData);
}

internal enum Phase
{
    Open,
    Ended,
}

/// <summary>A helpdesk's ticket status, as far as the bridge tells them apart.</summary>
internal enum TicketStatus
{
    /// <summary>No ticket yet.</summary>
    None,
    New,
    Open,
    Pending,
    Hold,
    Solved,

    /// <summary>Final: takes no further comment.</summary>
    Closed,

    /// <summary>Deleted or marked as spam.</summary>
    Gone,
}

internal static class TicketStatuses
{
    /// <summary>The agents are done with it.</summary>
    public static bool IsOver(this TicketStatus status) => status is TicketStatus.Solved or TicketStatus.Closed or TicketStatus.Gone;
}

/// <summary>Who speaks to the client, as JAICP shows it.</summary>
/// <param name="Id">Employee id.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name; empty when there is none.</param>
/// <param name="AvatarUrl">Picture; empty when there is none.</param>
internal sealed record Employee(string Id, string FirstName, string LastName, string AvatarUrl);
