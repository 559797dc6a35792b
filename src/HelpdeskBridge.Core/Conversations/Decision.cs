namespace HelpdeskBridge.Conversations;

/// <summary>The moment of a decision.</summary>
/// <param name="Now">The time.</param>
/// <param name="NewId">The id that a new conversation would get.</param>
/// <param name="IsOpen">Whether the channel is within its business hours.</param>
internal readonly record struct Moment(DateTimeOffset Now, string NewId, bool IsOpen = true);

/// <summary>A message that a decision sends.</summary>
/// <param name="Body">What it says.</param>
/// <param name="DueAt">It is not sent before this time, unless a later message hastens it.</param>
/// <param name="SourceKey">Unique name of what caused it, where that can be seen twice: the second message is dropped.</param>
internal sealed record Outgoing(MessageBody Body, DateTimeOffset DueAt, string? SourceKey = null);

/// <summary>What the rules answer: the conversation afterwards, and the messages to send, in order.</summary>
/// <param name="After">Null: there is still no conversation.</param>
/// <param name="Messages">In the order in which they are sent.</param>
internal sealed record Decision(Conversation? After, params IReadOnlyList<Outgoing> Messages);
