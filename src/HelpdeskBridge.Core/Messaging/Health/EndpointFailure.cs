namespace HelpdeskBridge.Messaging.Health;

/// <summary>Whose fault a failure may be.</summary>
internal enum FailureScope
{
    /// <summary>It is about one object, such as a ticket or a client, or about the pace of requests. It shows nothing about the endpoint.</summary>
    Object,

    /// <summary>It may be the fault of the object or of the endpoint. Several different objects that fail like this show an outage.</summary>
    Unclear,

    /// <summary>The endpoint itself can't be reached or used: connection, name resolution, TLS, sign-in or circuit breaker.</summary>
    Endpoint,
}

/// <summary>A failed attempt, as far as it is about the endpoint.</summary>
/// <param name="Scope">Whose fault it may be.</param>
/// <param name="Reason">Why it failed. It contains no text of a client or an agent.</param>
/// <param name="RetryAfter">How long the endpoint asked to wait, if it did.</param>
[GenerateSerializer, Immutable, Alias("endpoint-failure")]
internal sealed record EndpointFailure(
    [property: Id(0)] FailureScope Scope, [property: Id(1)] string Reason, [property: Id(2)] TimeSpan? RetryAfter = null);
