using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// An input, and what was decided and formatted for it before the transaction, because all other writes wait for that. It counts only if the
/// conversation has not changed meanwhile.
/// </summary>
/// <param name="Input">The input.</param>
/// <param name="Before">The conversation on which it was decided; null when there was none.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Bodies">The messages of the decision as they are stored.</param>
internal sealed record PreparedInput(ConversationInput Input, Conversation? Before, Decision Decision, IReadOnlyList<string> Bodies)
{
    /// <summary>There is nothing to store.</summary>
    public bool ChangesNothing => ReferenceEquals(Decision.After, Before) && Decision.Messages.Count == 0;

    public ConversationChange Change { get; } = ConversationChange.Create(Before, Input, Decision);

    /// <summary>
    /// Messages that can't have been accepted before, and the time of the last one, are all there is to store. The conversation is open, so it is the
    /// current one of its client as long as it does not change.
    /// </summary>
    public bool IsMessageOnly => Before is { IsOpen: true } && Change is { RaisesVersion: false, NewTicket: null }
        && Decision is { After: not null, Messages.Count: > 0 } && Decision.Messages.All(message => message.SourceKey is null);

    /// <summary>
    /// The first conversation of a client, and messages that can't have been accepted before, are all there is to store.
    /// </summary>
    public bool IsFirstConversation => Before is null && Change is { NewTicket: null, HastensTicketOpening: false }
        && Decision.After is { IsOpen: true } && Decision.Messages.All(message => message.SourceKey is null);

    public bool IsFor(ConversationVersion? version) => version == ConversationVersion.From(Before);
}
