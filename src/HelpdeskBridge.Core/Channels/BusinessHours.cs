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

    /// <summary>When the channel will have been open for this time since a moment.</summary>
    /// <returns>Null: not until <paramref name="limit"/>.</returns>
    public DateTimeOffset? Add(DateTimeOffset moment, TimeSpan open, DateTimeOffset limit)
    {
        while (moment < limit)
        {
            var next = GetNextChange(moment);
            if (IsOpenAt(moment))
            {
                if (next - moment >= open)
                    return moment + open <= limit ? moment + open : null;
                open -= next - moment;
            }

            moment = next;
        }

        return null;
    }

    /// <summary>
    /// Until when nothing changes: the next beginning or end of an interval or of a day, or the moment at which the clocks change. These change at
    /// most once between midnight and midnight.
    /// </summary>
    private DateTimeOffset GetNextChange(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var time = TimeSpan.FromDays((int)local.DayOfWeek) + local.TimeOfDay;
        var minute = Week.SelectMany(interval => new[] { interval.From, interval.To, interval.To - OpenInterval.Week })
            .Append(((int)local.DayOfWeek + 1) * OpenInterval.Day)
            .Where(change => TimeSpan.FromMinutes(change) > time).Min();
        var next = moment + (TimeSpan.FromMinutes(minute) - time);
        return Zone.GetUtcOffset(next) == local.Offset ? next : FindClockChange(moment, next, local.Offset);
    }

    private DateTimeOffset FindClockChange(DateTimeOffset before, DateTimeOffset after, TimeSpan offset)
    {
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + ((after - before) / 2);
            if (Zone.GetUtcOffset(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
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

    /// <summary>The hours of a channel. Waits a moment for a schedule that was never read.</summary>
    /// <returns>Null: it is always open, or its schedule is not known.</returns>
    Task<BusinessHours?> GetAsync(string channel);
}
