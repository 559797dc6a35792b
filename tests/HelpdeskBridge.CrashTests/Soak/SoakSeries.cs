using System.Globalization;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>One of the measured values over time.</summary>
/// <param name="Name">What is measured, with its unit.</param>
/// <param name="Values">The samples that have a value.</param>
internal sealed record SoakSeries(string Name, IReadOnlyList<(TimeSpan At, double Value)> Values)
{
    private const string Threads = "threads";
    private const string OpenFiles = "open files and sockets";

    /// <summary>The names of what depends on how many chats there are at a time, and not on how many there were.</summary>
    public static IReadOnlyList<string> MustNotGrow => [Threads, OpenFiles];

    public static IReadOnlyList<SoakSeries> CreateAll(IReadOnlyList<SoakSample> samples) =>
    [
        Create("memory (MB)", samples, sample => sample.Megabytes),
        Create(Threads, samples, sample => sample.Threads),
        Create(OpenFiles, samples, sample => sample.OpenFiles),
        Create("store (MB)", samples, sample => sample.StoreMegabytes),
        Create("a client's text is in its ticket after (s)", samples, sample => sample.SecondsToHelpdesk),
        Create("an agent's reply is with JAICP after (s)", samples, sample => sample.SecondsToClient),
    ];

    /// <summary>The middle of the first and of the last third. What grows without end differs there, however much single values vary.</summary>
    public (double First, double Last) Thirds
    {
        get
        {
            var count = Math.Max(1, Values.Count / 3);
            return (GetMedian(Values.Take(count)), GetMedian(Values.TakeLast(count)));
        }
    }

    /// <summary>
    /// How much the value grows in an hour: the middle of the slopes between all pairs of samples (Theil and Sen), which no single outage bends.
    /// </summary>
    public double SlopePerHour
    {
        get
        {
            var slopes =
                from earlier in Values
                from later in Values
                where later.At > earlier.At
                select (later.Value - earlier.Value) / (later.At - earlier.At).TotalHours;
            var sorted = slopes.Order().ToList();
            return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-45} {Thirds.First,9:0.###} {Thirds.Last,9:0.###} {SlopePerHour,+9:+0.###;-0.###;0}");

    private static SoakSeries Create(string name, IReadOnlyList<SoakSample> samples, Func<SoakSample, double?> read) =>
        new(name, [.. samples.Where(sample => read(sample) is not null).Select(sample => (sample.At, read(sample)!.Value))]);

    private static double GetMedian(IEnumerable<(TimeSpan At, double Value)> values)
    {
        var sorted = values.Select(value => value.Value).Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }
}
