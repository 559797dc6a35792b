using HelpdeskBridge.SimulationTests.Outside;

namespace HelpdeskBridge.SimulationTests.Faults;

/// <summary>What can go wrong for a while.</summary>
internal enum IncidentKind
{
    /// <summary>The process of the service ends as by kill -9, and starts again.</summary>
    Crash,

    /// <summary>Requests have another fate.</summary>
    Network,

    /// <summary>Requests and answers are slow.</summary>
    Slow,

    /// <summary>Webhooks of the helpdesk are dropped, doubled or reordered.</summary>
    Webhooks,

    /// <summary>Commits fail, as on a full disk.</summary>
    Store,

    /// <summary>Wake-ups of grains are lost or doubled.</summary>
    WakeUps,
}

/// <summary>Something that goes wrong for a while.</summary>
internal sealed record Incident(string Name, IncidentKind Kind, TimeSpan At, TimeSpan Duration, double Probability)
{
    /// <summary>The system that does not answer as usual.</summary>
    public string Side { get; init; } = "";

    public Fate Fate { get; init; }

    /// <summary>A crash waits until a write of the service was carried out, and its answer is on its way.</summary>
    public bool AfterWrite { get; init; }

    /// <summary>So many steps later a crash comes, so that it may come between any two.</summary>
    public int Steps { get; init; }

    public bool IsOn(TimeSpan now) => now >= At && now < At + Duration;

    public override string ToString() =>
        $"{Name} {Kind} {Side} {(Kind == IncidentKind.Network ? Fate : "")} at {At:d\\.hh\\:mm\\:ss} for {Duration:hh\\:mm\\:ss}, {Probability:0.00}";
}
