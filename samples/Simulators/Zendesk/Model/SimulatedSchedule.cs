namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Business hours as Zendesk keeps them.</summary>
/// <param name="Id">The schedule's id.</param>
/// <param name="TimeZone">As Rails names it, such as "Pacific Time (US &amp; Canada)" or "Moscow".</param>
/// <param name="Intervals">When it is open, in minutes since Sunday 00:00.</param>
public sealed record SimulatedSchedule(long Id, string TimeZone, params IReadOnlyList<(int Start, int End)> Intervals)
{
    /// <summary>Days without business, the last one included.</summary>
    public IReadOnlyList<(DateOnly Start, DateOnly End)> Holidays { get; init; } = [];
}
