using System.Globalization;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>What a soak does. The seed decides what people and faults do, and how the service is ended.</summary>
/// <param name="Duration">How long clients and agents chat.</param>
/// <param name="Seed">Repeats the plan.</param>
/// <param name="ConcurrentClients">Clients that chat at the same time. A new one begins when one has ended.</param>
/// <param name="SampleEvery">How often the service is measured.</param>
/// <param name="Retention">After which time the service erases chats that have ended, so that the store does not grow for ever.</param>
/// <param name="ResultFolder">Where the samples (CSV) and the plot (SVG) are written; null: nowhere.</param>
internal sealed record SoakPlan(
    TimeSpan Duration, int Seed, int ConcurrentClients, TimeSpan SampleEvery, TimeSpan Retention, string? ResultFolder = null)
{
    /// <summary>Kill -9 and SIGTERM in the first half. In the second half one process runs on, and what grows in it is seen.</summary>
    private const int EndingsInFirstHalf = 6;

    /// <summary>A new process fills its caches and its pools first.</summary>
    private const double WarmUpShare = 0.05;

    /// <summary>Fewer say nothing of what grows.</summary>
    private const int FewestSteadySamples = 6;

    /// <summary>Longer than it usually takes until a client who has gone is checked.</summary>
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromMinutes(5);

    /// <summary>When the service is ended and started again, counted from the start.</summary>
    public IReadOnlyList<TimeSpan> Endings =>
        [.. Enumerable.Range(1, EndingsInFirstHalf).Select(number => Duration / 2 * number / EndingsInFirstHalf)];

    /// <summary>The command that repeats the soak.</summary>
    public string Command => string.Create(
        CultureInfo.InvariantCulture,
        $"dotnet run -c Release --project tests/HelpdeskBridge.CrashTests -- --soak {Duration.TotalMinutes} --seed {Seed}");

    /// <summary>The samples of the process that ran last and longest, without its first minutes.</summary>
    public IReadOnlyList<SoakSample> SelectSteady(IReadOnlyList<SoakSample> samples)
    {
        var last = samples.Where(sample => sample.Process == samples[^1].Process).ToList();
        return last is [] ? [] : [.. last.Where(sample => sample.At >= last[0].At + (Duration * WarmUpShare))];
    }

    /// <summary>
    /// Whether the time is up and enough was measured. On a busy machine a sample may take longer than its pace. After twice the time it is over all
    /// the same: then something else is wrong.
    /// </summary>
    /// <param name="elapsed">Since the start.</param>
    /// <param name="samples">What was measured so far.</param>
    public bool IsOver(TimeSpan elapsed, IReadOnlyList<SoakSample> samples) =>
        elapsed >= Duration && (SelectSteady(samples).Count >= FewestSteadySamples || elapsed >= 2 * Duration);

    /// <returns>False when the arguments ask for no soak.</returns>
    public static bool TryParse(string[] args, out SoakPlan plan)
    {
        var minutes = GetValue(args, "--soak");
        plan = Create(
            TimeSpan.FromMinutes(int.Parse(minutes ?? "120", CultureInfo.InvariantCulture)),
            int.Parse(GetValue(args, "--seed") ?? "7", CultureInfo.InvariantCulture),
            GetValue(args, "--out"));
        return minutes is not null;
    }

    /// <summary>A soak of this length, with 240 samples and enough time for the retention to be seen at work.</summary>
    public static SoakPlan Create(TimeSpan duration, int seed, string? resultFolder = null)
    {
        var retention = duration / 8 < ShortestRetention ? ShortestRetention : duration / 8;
        return new SoakPlan(duration, seed, ConcurrentClients: 10, SampleEvery: duration / 240, retention, resultFolder);
    }

    private static string? GetValue(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}
