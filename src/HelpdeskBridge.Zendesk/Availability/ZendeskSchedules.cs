using HelpdeskBridge.Channels;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using TimeZoneConverter;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>Business hours kept in Zendesk (developer.zendesk.com, schedules): the week, and the holidays beside it.</summary>
internal sealed partial class ZendeskSchedules(string helpdesk, IZendeskApi api, BridgeClock clock, ILogger log)
{
    public async Task<BusinessHours?> ReadAsync(string scheduleId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadScheduleAsync(scheduleId, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (answer.Content?.Schedule is not { Intervals: { } intervals } schedule)
            return NotRead(answer.Failure?.Summary ?? "the answer holds no schedule");
        if (GetZone(schedule.TimeZone) is not { } zone)
            return NotRead("its time zone is not known here");

        var holidays = await api.ReadHolidaysAsync(scheduleId, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (holidays.Content?.Holidays is null && !ZendeskAvailability.IsRefused(holidays.Failure))
            return NotRead($"its holidays: {holidays.Failure?.Summary ?? "the answer holds none"}");
        return new BusinessHours(
            zone,
            [.. intervals.Select(interval => new OpenInterval(interval.StartTime, interval.EndTime + (interval.EndTime > interval.StartTime ? 0 : OpenInterval.Week)))],
            [.. (holidays.Content?.Holidays ?? []).Select(holiday => new Holiday(holiday.StartDate, holiday.EndDate))]);
    }

    /// <summary>Zendesk names zones as Rails does ("Pacific Time (US &amp; Canada)", "London"); an IANA name is taken as it is.</summary>
    internal static TimeZoneInfo? GetZone(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(TZConvert.TryRailsToIana(name, out var iana) ? iana : name, out var zone) ? zone : null;

    private BusinessHours? NotRead(string why)
    {
        Log.NotRead(log, helpdesk, why);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(4012, LogLevel.Warning, "Helpdesk {Helpdesk} does not tell a schedule ({Why}): look at Hours:ZendeskScheduleId; until it was read once, its channels are open")]
        public static partial void NotRead(ILogger logger, string helpdesk, string why);
    }
}
