namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Business hours in the form Zendesk has them.</summary>
/// <param name="Id">The schedule's id.</param>
/// <param name="TimeZone">The time zone as Rails names it, such as "Pacific Time (US &amp; Canada)" or "Moscow".</param>
/// <param name="Intervals">The open intervals, in minutes since Sunday 00:00.</param>
public sealed record SimulatedSchedule(long Id, string TimeZone, params IReadOnlyList<(int Start, int End)> Intervals)
{
    /// <summary>Periods without business; the end date is included.</summary>
    public IReadOnlyList<(DateOnly Start, DateOnly End)> Holidays { get; init; } = [];
}
