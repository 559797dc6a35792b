using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>A state that a conversation can be in, and its name in a sentence.</summary>
internal sealed record ConversationState(string Description, Conversation? Conversation)
{
    public override string ToString() => Description;
}

/// <summary>The states of the tables of rules. Ended conversations ended a minute ago, inside the ten minutes of ReopenWithin.</summary>
internal static class ConversationStates
{
    /// <summary>Tells a conversation that was there before from one that the rules began.</summary>
    public const string Id = "existing";

    public static ConversationState NoConversation { get; } = new("no conversation", null);

    public static ConversationState TicketNotOpenedYet { get; } = new("an open conversation without a ticket", Open(null, TicketStatus.None));

    public static ConversationState TicketOpen { get; } = new("an open conversation, ticket open", Open("7", TicketStatus.Open));

    public static ConversationState TicketPending { get; } = new("an open conversation, ticket pending", Open("7", TicketStatus.Pending));

    /// <summary>The client wrote again; the helpdesk still has the old status.</summary>
    public static ConversationState TicketStillSolved { get; } = new("an open conversation, ticket still solved", Open("7", TicketStatus.Solved));

    /// <summary>A comment was refused because the ticket is closed.</summary>
    public static ConversationState TicketFoundClosed { get; } = new("an open conversation, ticket found closed", Open("7", TicketStatus.Closed));

    public static ConversationState ClientLeft { get; } = new("a conversation the client left", Ended(TicketStatus.Open));

    public static ConversationState EndedAsSolved { get; } = new("a conversation ended by a solved ticket", Ended(TicketStatus.Solved));

    public static ConversationState EndedAsClosed { get; } = new("a conversation ended by a closed ticket", Ended(TicketStatus.Closed));

    public static ConversationState EndedAsDeleted { get; } = new("a conversation ended by a deleted ticket", Ended(TicketStatus.Gone));

    private static Conversation Open(string? ticket, TicketStatus status) => Create(Phase.Open, ticket, status);

    private static Conversation Ended(TicketStatus status) => Create(Phase.Ended, "7", status);

    private static Conversation Create(Phase phase, string? ticket, TicketStatus status) => new()
    {
        Id = Id,
        Client = ConversationFixture.Client,
        Helpdesk = "main",
        Phase = phase,
        OpenedAt = ConversationFixture.Start - TimeSpan.FromHours(1),
        EndedAt = phase == Phase.Ended ? ConversationFixture.Start - TimeSpan.FromMinutes(1) : null,
        DestinationId = "1",
        TicketId = ticket,
        TicketStatus = status,
        TicketsOpened = ticket is null ? 0 : 1,
    };
}
