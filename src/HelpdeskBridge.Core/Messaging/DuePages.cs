namespace HelpdeskBridge.Messaging;

/// <summary>
/// Remembers how far a poller has paged through the work that is due, so that each poll finds other work than the one before, also if much of it
/// has to wait. Work that becomes due later comes after it. From time to time it begins again, for work whose wake-up was lost.
/// </summary>
/// <param name="interval">When it begins again.</param>
internal sealed class DuePages<TPosition>(TimeSpan interval)
    where TPosition : class
{
    private DateTimeOffset _begunAt = DateTimeOffset.MinValue;
    private TPosition? _position;

    /// <returns>The position after which the next page begins; null: at the beginning.</returns>
    public TPosition? GetNext(DateTimeOffset now)
    {
        // The clock may have been set back.
        if (now - _begunAt < interval && now >= _begunAt)
            return _position;
        (_begunAt, _position) = (now, null);
        return null;
    }

    /// <summary>A page was found.</summary>
    /// <param name="position">Where the next page begins; null: where this one began.</param>
    public void Advance(TPosition? position) => _position = position ?? _position;
}
