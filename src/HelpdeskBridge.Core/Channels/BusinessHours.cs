namespace HelpdeskBridge.Channels;

/// <summary>When the agents of a channel are there: a week that repeats, without the holidays.</summary>
/// <param name="Zone">Whose clocks count. They are read as they show, so a day with a change of clocks is an hour shorter or longer.</param>
/// <param name="Week">When it is open.</param>
/// <param name="Holidays">When it is not.</param>
internal sealed record BusinessHours(TimeZoneInfo Zone, IReadOnlyList<OpenInterval> Week, IReadOnlyList<Holiday> Holidays)
{
    public bool IsOpenAt(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var (date, minute) = (DateOnly.FromDateTime(local.DateTime), OpenInterval.GetMinute(local.DayOfWeek, local.TimeOfDay));
        return !Holidays.Any(holiday => holiday.First <= date && date <= holiday.Last) && Week.Any(interval => interval.Holds(minute));
    }
}

/// <summary>A part of the week, in minutes since Sunday 00:00.</summary>
/// <param name="From">First minute.</param>
/// <param name="To">The minute after the last one; beyond the end of the week where it goes on into the next Sunday.</param>
internal readonly record struct OpenInterval(int From, int To)
{
    public const int Day = 24 * 60;
    public const int Week = 7 * Day;

    public static int GetMinute(DayOfWeek day, TimeSpan time) => ((int)day * Day) + (int)time.TotalMinutes;

    public bool Holds(int minute) => (From <= minute && minute < To) || minute + Week < To;
}

/// <summary>Days without business, the last one included.</summary>
internal readonly record struct Holiday(DateOnly First, DateOnly Last);

/// <summary>Tells from memory whether a channel is open now.</summary>
internal interface IChannelHours
{
    bool IsOpen(string channel);
}
