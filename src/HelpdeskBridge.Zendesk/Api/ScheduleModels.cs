namespace HelpdeskBridge.Zendesk.Api;

internal sealed record ScheduleResponse(ZendeskSchedule? Schedule);

/// <param name="TimeZone">A time zone as Rails names it, such as "Pacific Time (US &amp; Canada)".</param>
/// <param name="Intervals">When the schedule is open.</param>
internal sealed record ZendeskSchedule(string? TimeZone, IReadOnlyList<ZendeskInterval>? Intervals);

/// <summary>Start and end in minutes since Sunday 00:00.</summary>
internal sealed record ZendeskInterval(int StartTime, int EndTime);

internal sealed record HolidaysResponse(IReadOnlyList<ZendeskHoliday>? Holidays);

/// <summary>The first and the last day of a holiday.</summary>
internal sealed record ZendeskHoliday(DateOnly StartDate, DateOnly EndDate);
