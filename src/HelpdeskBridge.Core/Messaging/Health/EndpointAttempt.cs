namespace HelpdeskBridge.Messaging.Health;

/// <summary>An attempt to use an endpoint.</summary>
/// <param name="Use">The endpoint, and what it is used for.</param>
/// <param name="ObjectId">The object it is about: a conversation that is written, or a ticket that is read.</param>
/// <param name="IsFirst">Whether it is the first attempt for its message.</param>
/// <param name="IsLast">Whether the message is too old to wait. It gets its last attempt also during an outage.</param>
internal readonly record struct EndpointAttempt(EndpointUse Use, string ObjectId, bool IsFirst, bool IsLast = false);
