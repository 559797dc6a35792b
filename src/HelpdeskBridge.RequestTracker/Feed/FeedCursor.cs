using System.Globalization;
using HelpdeskBridge.RequestTracker.Api;

namespace HelpdeskBridge.RequestTracker.Feed;

/// <summary>
/// How far the transactions were read. On some databases the id of a transaction is given before it is committed, so a smaller one may appear later:
/// each read begins some way back, and what was seen there is left out. Pure.
/// </summary>
/// <param name="Floor">Everything up to this id was read long enough ago.</param>
/// <param name="Next">Where the next page begins; null: at <paramref name="Floor"/>.</param>
/// <param name="Seen">The ids above the floor that were seen.</param>
internal sealed record FeedCursor(long Floor, long? Next, IReadOnlySet<long> Seen)
{
    /// <summary>How far back a read begins, in ids.</summary>
    private const int IdsBack = 200;

    /// <summary>How far back a read begins, in time, if that is more.</summary>
    private static readonly TimeSpan TimeBack = TimeSpan.FromMinutes(1);

    /// <summary>What is read again fits into one page together with something new, so that a read at rest costs one request.</summary>
    internal const int MaxSeen = 90;

    public long From => Next ?? Floor;

    public static FeedCursor StartAfter(long id) => new(id, null, new HashSet<long>());

    /// <returns>Null: it can't be understood, for example because another version wrote it.</returns>
    public static FeedCursor? Parse(string text)
    {
        if (text.Split(';') is not ["1", var floor, var next, var seen] || !long.TryParse(floor, CultureInfo.InvariantCulture, out var from))
            return null;
        var ids = new HashSet<long>();
        foreach (var id in seen.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(id, CultureInfo.InvariantCulture, out var distance))
                return null;
            ids.Add(from + distance);
        }

        return new FeedCursor(from, next.Length > 0 ? RtIds.ParseNumber(next) : null, ids);
    }

    public override string ToString()
    {
        var distances = Seen.Order().Select(id => RtIds.Format(id - Floor));
        return string.Create(CultureInfo.InvariantCulture, $"1;{Floor};{Next};{string.Join(',', distances)}");
    }

    /// <summary>What of a page is new.</summary>
    public IReadOnlyList<RtTransaction> GetNew(IReadOnlyList<RtTransaction> page) =>
        [.. page.Where(transaction => transaction.Number > Floor && !Seen.Contains(transaction.Number))];

    /// <summary>The cursor after a page.</summary>
    /// <param name="page">The page, oldest first.</param>
    /// <param name="isLast">Whether there is nothing after it now.</param>
    public FeedCursor After(IReadOnlyList<RtTransaction> page, bool isLast)
    {
        var seen = Seen.Union(page.Select(transaction => transaction.Number)).ToHashSet();
        if (!isLast)
        {
            // What is further back than a read begins is not asked for again, so a long way to the end does not make the cursor long.
            var end = page.Max(transaction => transaction.Number);
            return new FeedCursor(Floor, end, seen.Where(id => id > end - IdsBack).ToHashSet());
        }

        if (seen.Count == 0)
            return this with { Next = null };
        var newest = page.Count > 0 ? page.Max(transaction => transaction.CreatedAt) : DateTimeOffset.UnixEpoch;
        var recent = page.Where(transaction => newest - transaction.CreatedAt <= TimeBack).Select(transaction => transaction.Number).ToHashSet();
        var top = seen.Max();
        var kept = seen.Where(id => id > top - IdsBack || recent.Contains(id)).OrderDescending().ToList();
        var floor = kept.Count > MaxSeen ? kept[MaxSeen - 1] - 1 : Math.Max(Floor, Math.Min(top - IdsBack, kept[^1] - 1));
        return new FeedCursor(floor, null, kept.Where(id => id > floor).ToHashSet());
    }
}
