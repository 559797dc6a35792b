namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>What a response says about a rate limit.</summary>
/// <param name="Kind">The kind of requests it limits; null: all requests of the account.</param>
/// <param name="Remaining">How many requests are left.</param>
/// <param name="ResetIn">When the limit is reset.</param>
[GenerateSerializer, Immutable, Alias("zendesk-limit-notice")]
internal sealed record LimitNotice([property: Id(0)] RequestKind? Kind, [property: Id(1)] long Remaining, [property: Id(2)] TimeSpan ResetIn);
