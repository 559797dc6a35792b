using HelpdeskBridge.Channels;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using TimeZoneConverter;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>Reads business hours that are kept in Zendesk: the intervals of a week, and holidays (developer.zendesk.com, "Schedules").</summary>
internal sealed partial class ZendeskSchedules(string helpdesk, IZendeskApi api, BridgeClock clock, ILogger<ZendeskSchedules> log)
{
    /// <returns>Null: the schedule can't be read now.</returns>
    public async Task<BusinessHours?> ReadAsync(string scheduleId, CancellationToken cancellationToken)
    {
        var result = await api.ReadScheduleAsync(scheduleId, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Content?.Schedule is not { Intervals: { } intervals } schedule)
            return LogUnreadable(result.Failure?.Summary ?? "the response contains no schedule");
        if (GetZone(schedule.TimeZone) is not { } zone)
            return LogUnreadable("its time zone is not known here");

        var holidays = await api.ReadHolidaysAsync(scheduleId, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (holidays.Content?.Holidays is null && !ZendeskAvailability.IsRefused(holidays.Failure))
            return LogUnreadable($"its holidays: {holidays.Failure?.Summary ?? "the response contains none"}");
        return new BusinessHours(
            zone,
            [.. intervals.Select(ToInterval)],
            [.. (holidays.Content?.Holidays ?? []).Select(holiday => new Holiday(holiday.StartDate, holiday.EndDate))]);
    }

    /// <summary>Zendesk names time zones as Rails does ("Pacific Time (US &amp; Canada)", "London"). An IANA name is accepted as well.</summary>
    internal static TimeZoneInfo? GetZone(string? name)
    {
        if (name is null)
            return null;
        var id = TZConvert.TryRailsToIana(name, out var iana) ? iana : name;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }

    /// <summary>An interval that ends before it starts goes on into the next week.</summary>
    private static OpenInterval ToInterval(ZendeskInterval interval) =>
        new(interval.StartTime, interval.EndTime > interval.StartTime ? interval.EndTime : interval.EndTime + OpenInterval.Week);

    private BusinessHours? LogUnreadable(string why)
    {
        Log.Unreadable(log, helpdesk, why);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            4012, LogLevel.Warning,
            "The schedule of helpdesk {Helpdesk} can't be read ({Why}). Check Hours:ZendeskScheduleId. "
            + "Until the schedule is read for the first time, its channels count as open")]
        public static partial void Unreadable(ILogger logger, string helpdesk, string why);
    }
}
