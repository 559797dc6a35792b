namespace HelpdeskBridge.Conversations;

/// <summary>The moment of a decision.</summary>
/// <param name="Now">The current time.</param>
/// <param name="NewId">The id for a new conversation, if the decision begins one.</param>
/// <param name="IsOpen">Whether the channel is within its business hours.</param>
internal readonly record struct Moment(DateTimeOffset Now, string NewId, bool IsOpen = true);

/// <summary>A message that is sent because of a decision.</summary>
/// <param name="Body">The content of the message.</param>
/// <param name="DueAt">The message is not sent before this time. The opening of a ticket is sent earlier when a message follows it.</param>
/// <param name="SourceKey">A unique key of the cause, if the same cause can be seen twice. The second message is then dropped.</param>
internal sealed record Outgoing(MessageBody Body, DateTimeOffset DueAt, string? SourceKey = null);

/// <summary>The result of the rules.</summary>
/// <param name="After">The conversation after the decision; null when there is still none.</param>
/// <param name="Messages">The messages to send, in this order.</param>
internal sealed record Decision(Conversation? After, params IReadOnlyList<Outgoing> Messages);
