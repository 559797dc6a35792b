namespace HelpdeskBridge.Admin.Reports;

/// <summary>
/// Average, median and 90th percentile of durations in seconds. Durations are counted and not kept, those of more than a quarter of an hour to three
/// digits, so that a million of them take little memory.
/// </summary>
internal sealed class DurationFigures
{
    private const int MaxExact = 1000;

    private readonly Dictionary<long, int> _counts = [];
    private double _sum;

    public int Count { get; private set; }

    /// <summary>Null: there is no duration.</summary>
    public double? Average => Count == 0 ? null : Math.Round(_sum / Count, 1);

    /// <summary>Null: there is no duration.</summary>
    public long? Median => GetPercentile(50);

    /// <summary>What nine of ten do not exceed; null: there is no duration.</summary>
    public long? Percentile90 => GetPercentile(90);

    public void Add(TimeSpan? duration)
    {
        if (duration is not { } time)
            return;
        Count++;
        _sum += time.TotalSeconds;
        var seconds = Round(time);
        _counts[seconds] = _counts.GetValueOrDefault(seconds) + 1;
    }

    /// <summary>The nearest-rank method.</summary>
    private long? GetPercentile(int percent)
    {
        var rank = (long)Math.Ceiling(Count * percent / 100.0);
        foreach (var (seconds, count) in _counts.OrderBy(pair => pair.Key))
        {
            rank -= count;
            if (rank <= 0)
                return seconds;
        }

        return null;
    }

    private static long Round(TimeSpan time)
    {
        var (seconds, unit) = ((long)Math.Round(time.TotalSeconds), 1L);
        while (seconds / unit >= MaxExact)
            unit *= 10;
        return (seconds + (unit / 2)) / unit * unit;
    }
}
