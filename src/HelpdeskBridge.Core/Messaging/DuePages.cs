namespace HelpdeskBridge.Messaging;

/// <summary>
/// Remembers how far a poller has paged through the work that is due, so that each poll finds other work than the one before, also if much of it
/// has to wait. Work that becomes due later comes after it. From time to time it begins again, for work whose wake-up was lost.
/// </summary>
/// <param name="size">How much work a full page has.</param>
/// <param name="interval">When it begins again.</param>
/// <param name="moveBack">Gives the position that is earlier than another one by this time span.</param>
internal sealed class DuePages<TPosition>(int size, TimeSpan interval, Func<TPosition, TimeSpan, TPosition> moveBack)
    where TPosition : class
{
    /// <summary>How far a poll looks back before the last one, for work that was stored with an earlier time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(1);

    private DateTimeOffset _begunAt = DateTimeOffset.MinValue;
    private TPosition? _position;

    /// <returns>The position after which the next page begins; null: at the beginning.</returns>
    public TPosition? GetNext(DateTimeOffset now)
    {
        // The clock may have been set back.
        if (now - _begunAt >= interval || now < _begunAt)
            (_begunAt, _position) = (now, null);
        return _position;
    }

    /// <summary>A page was found.</summary>
    /// <returns>Whether it is full, so that there may be more.</returns>
    public bool Advance(IReadOnlyList<TPosition> page)
    {
        var isFull = page.Count == size;
        if (page is [.., var last])
            _position = isFull ? last : moveBack(last, Overlap);
        return isFull;
    }
}
