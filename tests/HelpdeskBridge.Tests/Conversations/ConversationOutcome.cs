using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What comes of an event: the conversation afterwards, and which messages are sent, in order.</summary>
internal sealed record ConversationOutcome
{
    private readonly string _conversation;

    private ConversationOutcome(string conversation, params Type[] sends) => (_conversation, Sends) = (conversation, sends);

    public Type[] Sends { get; }

    /// <summary>The rules refuse to decide, because there is no conversation.</summary>
    public static ConversationOutcome NeedsConversation { get; } = new("an exception: it needs a conversation");

    public static ConversationOutcome StillNoConversation { get; } = new("no conversation");

    /// <summary>The existing conversation is open.</summary>
    public static ConversationOutcome Open(string? ticket, TicketStatus status, params Type[] sends) =>
        new(Describe(isNew: false, Phase.Open, ticket, status), sends);

    /// <summary>The existing conversation is ended.</summary>
    public static ConversationOutcome Ended(string? ticket, TicketStatus status, params Type[] sends) =>
        new(Describe(isNew: false, Phase.Ended, ticket, status), sends);

    /// <summary>A new conversation was begun; it has no ticket yet.</summary>
    public static ConversationOutcome NewConversation(params Type[] sends) =>
        new(Describe(isNew: true, Phase.Open, null, TicketStatus.None), sends);

    public static ConversationOutcome Create(ConversationFixture conversation, ConversationInput input)
    {
        try
        {
            var after = conversation.Decide(input).After;
            return new(
                after is null ? "no conversation" : Describe(after.Id != ConversationStates.Id, after.Phase, after.TicketId, after.TicketStatus),
                [.. conversation.SentTypes]);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("needs a conversation", StringComparison.Ordinal))
        {
            return NeedsConversation;
        }
    }

    public bool Equals(ConversationOutcome? other) => other is not null && _conversation == other._conversation && Sends.SequenceEqual(other.Sends);

    public override int GetHashCode() => HashCode.Combine(_conversation, Sends.Length);

    public override string ToString() =>
        $"{_conversation}; sends {(Sends.Length == 0 ? "nothing" : string.Join(", ", Sends.Select(type => type.Name)))}";

    private static string Describe(bool isNew, Phase phase, string? ticket, TicketStatus status) =>
        $"{(isNew ? "a new" : "the same")} conversation, {phase}, {(ticket is null ? "no ticket" : $"ticket {ticket}")}, status {status}";
}
