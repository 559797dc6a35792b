namespace HelpdeskBridge.Channels;

/// <summary>The business hours of a channel: a weekly schedule with holidays.</summary>
/// <param name="Zone">The time zone of the schedule. All times are local times, also on a day on which the clocks change.</param>
/// <param name="Week">The opening times.</param>
/// <param name="Holidays">The days on which the channel is closed.</param>
internal sealed record BusinessHours(TimeZoneInfo Zone, IReadOnlyList<OpenInterval> Week, IReadOnlyList<Holiday> Holidays)
{
    public bool IsOpenAt(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var (date, minute) = (DateOnly.FromDateTime(local.DateTime), OpenInterval.GetMinute(local.DayOfWeek, local.TimeOfDay));
        return !Holidays.Any(holiday => holiday.First <= date && date <= holiday.Last) && Week.Any(interval => interval.Contains(minute));
    }
}

/// <summary>A part of the week, in minutes since Sunday 00:00.</summary>
/// <param name="From">The first minute.</param>
/// <param name="To">The minute after the last one. It is after the end of the week when the interval goes on into the next Sunday.</param>
internal readonly record struct OpenInterval(int From, int To)
{
    public const int Day = 24 * 60;
    public const int Week = 7 * Day;

    public static int GetMinute(DayOfWeek day, TimeSpan time) => ((int)day * Day) + (int)time.TotalMinutes;

    public bool Contains(int minute) => (From <= minute && minute < To) || minute + Week < To;
}

/// <summary>Days on which a channel is closed. Both days are included.</summary>
internal readonly record struct Holiday(DateOnly First, DateOnly Last);

/// <summary>Tells whether a channel is open now. It answers from memory, so that a message is never accepted late because of it.</summary>
internal interface IChannelHours
{
    bool IsOpen(string channel);
}
