namespace HelpdeskBridge.Messaging.Health;

/// <summary>An attempt to use an endpoint.</summary>
/// <param name="Use">The endpoint, and what it is used for.</param>
/// <param name="ObjectId">The object it is about: a conversation that is written, or a ticket that is read.</param>
/// <param name="IsFirst">Whether it is the first attempt for its message.</param>
/// <param name="IsLast">Whether the message is too old to wait. It gets its last attempt also during an outage.</param>
[GenerateSerializer, Immutable, Alias("endpoint-attempt")]
internal readonly record struct EndpointAttempt(
    [property: Id(0)] EndpointUse Use, [property: Id(1)] string ObjectId, [property: Id(2)] bool IsFirst, [property: Id(3)] bool IsLast = false);
