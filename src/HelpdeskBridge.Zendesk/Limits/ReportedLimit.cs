namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>A limit as Zendesk reported it last, counted down by what was sent since.</summary>
internal sealed class ReportedLimit(long remaining, DateTimeOffset resetAt)
{
    private long _remaining = remaining;

    public static ReportedLimit None => new(long.MaxValue, DateTimeOffset.MinValue);

    /// <summary>Takes one request.</summary>
    /// <returns>When it may be sent.</returns>
    public DateTimeOffset Take(DateTimeOffset now)
    {
        if (now >= resetAt)
            return now;
        _remaining--;
        return _remaining >= 0 ? now : resetAt;
    }

    /// <summary>Responses can overtake each other. Until the limit is reset, the lower number is the newer one.</summary>
    public ReportedLimit Merge(ReportedLimit seen, DateTimeOffset now) => now < resetAt && seen._remaining > _remaining ? this : seen;
}
