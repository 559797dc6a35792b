namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>A request's place in the budget.</summary>
/// <param name="Kind">The kind of the request.</param>
/// <param name="At">When the request may be sent.</param>
[GenerateSerializer, Immutable, Alias("zendesk-booking")]
internal readonly record struct Booking([property: Id(0)] RequestKind Kind, [property: Id(1)] DateTimeOffset At);
