using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Zendesk.Availability;
using static System.DayOfWeek;

namespace HelpdeskBridge.Tests.Channels;

/// <summary>Whether a channel is open at a moment: opening hours as they are written, in every time zone, across daylight saving changes.</summary>
public sealed class BusinessHoursTests
{
    public static TheoryData<OpeningHoursCase> OpeningHours { get; } =
    [
        new OpeningHoursCase(
            "Mon-Fri 09:00-18:00",
            Open: [(Monday, "09:00"), (Friday, "17:59")],
            Closed: [(Monday, "08:59"), (Friday, "18:00"), (Saturday, "12:00"), (Sunday, "12:00")]),
        new OpeningHoursCase(
            "Sat,Sun 10:00-14:00",
            Open: [(Saturday, "10:00"), (Sunday, "13:59")],
            Closed: [(Friday, "12:00"), (Monday, "12:00")]),
        new OpeningHoursCase(
            "Mon-Sun 00:00-24:00",
            Open: [(Sunday, "00:00"), (Monday, "00:00"), (Wednesday, "12:34"), (Saturday, "23:59")],
            Closed: []),
        new OpeningHoursCase(
            "Fri 22:00-02:00",
            Open: [(Friday, "22:00"), (Friday, "23:59"), (Saturday, "00:00"), (Saturday, "01:59")],
            Closed: [(Saturday, "02:00"), (Friday, "01:00"), (Friday, "21:59")]),
        new OpeningHoursCase(
            "Sat 22:00-02:00",
            Open: [(Saturday, "23:00"), (Sunday, "01:59")],
            Closed: [(Sunday, "02:00"), (Saturday, "01:00")]),
        new OpeningHoursCase(
            "Sat-Mon 08:00-09:00",
            Open: [(Saturday, "08:30"), (Sunday, "08:30"), (Monday, "08:30")],
            Closed: [(Tuesday, "08:30"), (Friday, "08:30")]),
        new OpeningHoursCase(
            "Mon-Tue,Thu 9:00-12:00",
            Open: [(Monday, "09:00"), (Tuesday, "11:59"), (Thursday, "10:00")],
            Closed: [(Wednesday, "10:00")]),
        new OpeningHoursCase(
            "  mon - FRI , sun   09:30 - 24:00 ",
            Open: [(Friday, "23:59"), (Sunday, "09:30")],
            Closed: [(Saturday, "00:00"), (Saturday, "10:00")]),
        new OpeningHoursCase(
            "Mon 00:00-24:00; Wed 00:00-12:00; Wed 13:00-24:00",
            Open: [(Monday, "00:00"), (Monday, "23:59"), (Wednesday, "13:00")],
            Closed: [(Tuesday, "00:00"), (Wednesday, "12:30"), (Thursday, "00:00")]),
    ];

    [Theory]
    [MemberData(nameof(OpeningHours))]
    public void Opening_hours_are_read_as_they_are_written(OpeningHoursCase row)
    {
        var hours = Hours("UTC", row.Entries);

        row.Open.Where(moment => !hours.IsOpenAt(At(moment))).ShouldBeEmpty("open at these times");
        row.Closed.Where(moment => hours.IsOpenAt(At(moment))).ShouldBeEmpty("closed at these times");

        // 2026-11-22 was a Sunday.
        static DateTimeOffset At((DayOfWeek Day, string Time) moment) =>
            new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero).AddDays((int)moment.Day)
                + TimeSpan.Parse(moment.Time, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mon-Fri")]
    [InlineData("09:00-18:00")]
    [InlineData("Mon-Fri 9-18")]
    [InlineData("Mon-Fri 09:00")]
    [InlineData("Mon-Fri 09:00-09:00")]
    [InlineData("Mon-Fri 24:00-09:00")]
    [InlineData("Mon-Fri 09:00-24:01")]
    [InlineData("Mon-Fri 09:60-18:00")]
    [InlineData("Monday-Friday 09:00-18:00")]
    [InlineData("Mon-Wed-Fri 09:00-18:00")]
    [InlineData("Mon,,Fri 09:00-18:00")]
    [InlineData("Пн-Пт 09:00-18:00")]
    [InlineData("Mon-Fri 09:00-18:00 CET")]
    [InlineData("Mon-Fri 09:00-12:00 13:00-18:00")]
    public void What_is_no_opening_time_is_refused(string entry) => OpeningHoursParser.Parse(entry).ShouldBeNull();

    [Theory]
    [InlineData("Europe/Moscow", "2026-11-23T05:59:59Z", false)]
    [InlineData("Europe/Moscow", "2026-11-23T06:00:00Z", true)]
    [InlineData("Europe/Moscow", "2026-11-23T14:59:59Z", true)]
    [InlineData("Europe/Moscow", "2026-11-23T15:00:00Z", false)]
    [InlineData("Pacific/Auckland", "2026-11-22T20:00:00Z", true)]
    [InlineData("Pacific/Auckland", "2026-11-22T19:59:00Z", false)]
    [InlineData("America/Los_Angeles", "2026-11-28T01:59:00Z", true)]
    [InlineData("America/Los_Angeles", "2026-11-28T02:00:00Z", false)]
    [InlineData("Asia/Kolkata", "2026-11-23T03:30:00Z", true)]
    [InlineData("Asia/Kolkata", "2026-11-23T03:29:00Z", false)]
    // The clocks of Berlin: summer time until 2026-10-25 and from 2026-03-29.
    [InlineData("Europe/Berlin", "2026-10-23T07:00:00Z", true)]
    [InlineData("Europe/Berlin", "2026-10-23T06:59:00Z", false)]
    [InlineData("Europe/Berlin", "2026-10-26T07:00:00Z", false)]
    [InlineData("Europe/Berlin", "2026-10-26T08:00:00Z", true)]
    [InlineData("Europe/Berlin", "2026-03-27T08:00:00Z", true)]
    [InlineData("Europe/Berlin", "2026-03-30T07:00:00Z", true)]
    public void Mon_to_Fri_9_to_18_by_the_clocks_of_the_zone(string zone, string moment, bool isOpen) =>
        Hours(zone, "Mon-Fri 09:00-18:00").IsOpenAt(At(moment)).ShouldBe(isOpen);

    [Theory]
    // 2026-10-25: the hour from 2 to 3 comes twice.
    [InlineData("2026-10-24T23:59:00Z", false)]
    [InlineData("2026-10-25T00:00:00Z", true)]
    [InlineData("2026-10-25T01:59:00Z", true)]
    [InlineData("2026-10-25T02:00:00Z", false)]
    // 2026-03-29: it does not come at all.
    [InlineData("2026-03-29T00:59:00Z", false)]
    [InlineData("2026-03-29T01:00:00Z", false)]
    public void An_hour_that_comes_twice_or_not_at_all(string moment, bool isOpen) =>
        Hours("Europe/Berlin", "Sun 02:00-03:00").IsOpenAt(At(moment)).ShouldBe(isOpen);

    [Theory]
    [InlineData("2026-12-23T22:59:00Z", true)]
    [InlineData("2026-12-23T23:00:00Z", false)]
    [InlineData("2026-12-25T12:00:00Z", false)]
    [InlineData("2026-12-26T22:59:00Z", false)]
    [InlineData("2026-12-26T23:00:00Z", true)]
    public void Holidays_are_days_of_the_zone_the_last_one_included(string moment, bool isOpen)
    {
        var hours =
            Hours("Europe/Berlin", "Mon-Sun 00:00-24:00") with { Holidays = [new Holiday(new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 26))] };

        hours.IsOpenAt(At(moment)).ShouldBe(isOpen);
    }

    [Theory]
    [InlineData("UTC", "Mon-Sun 00:00-24:00", "2026-11-23T10:00:30Z", "00:10:00", "2026-11-23T10:10:30Z")]
    [InlineData("UTC", "Mon-Fri 09:00-18:00", "2026-11-23T10:00:00Z", "08:00:00", "2026-11-23T18:00:00Z")]
    [InlineData("UTC", "Mon-Fri 09:00-18:00", "2026-11-23T10:00:00Z", "08:00:01", "2026-11-24T09:00:01Z")]
    [InlineData("UTC", "Mon-Fri 09:00-18:00", "2026-11-21T10:00:00Z", "00:00:10", "2026-11-23T09:00:10Z")]
    [InlineData("UTC", "Mon-Fri 09:00-12:00; Mon-Fri 13:00-18:00", "2026-11-23T11:50:00Z", "00:15:00", "2026-11-23T13:05:00Z")]
    [InlineData("UTC", "Mon 09:00-12:00; Mon 11:00-14:00", "2026-11-23T10:00:00Z", "03:00:00", "2026-11-23T13:00:00Z")]
    [InlineData("UTC", "Sat 22:00-02:00", "2026-11-28T23:00:00Z", "04:00:00", "2026-12-05T23:00:00Z")]
    [InlineData("Asia/Kolkata", "Mon-Fri 09:00-18:00", "2026-11-23T12:00:00Z", "01:00:00", "2026-11-24T04:00:00Z")]
    [InlineData("Europe/Berlin", "Mon-Fri 09:00-18:00", "2026-10-23T15:30:00Z", "01:00:00", "2026-10-26T08:30:00Z")]
    [InlineData("Europe/Berlin", "Mon-Fri 09:00-18:00", "2026-03-27T16:30:00Z", "01:00:00", "2026-03-30T07:30:00Z")]
    // 2026-10-25: the hour from 2 to 3 comes twice. 2026-03-29: it does not come at all.
    [InlineData("Europe/Berlin", "Mon-Sun 00:00-24:00", "2026-10-24T12:00:00Z", "1.00:00:00", "2026-10-25T12:00:00Z")]
    [InlineData("Europe/Berlin", "Sun 01:00-04:00", "2026-10-24T22:00:00Z", "03:30:00", "2026-10-25T02:30:00Z")]
    [InlineData("Europe/Berlin", "Sun 02:30-03:30", "2026-10-25T00:00:00Z", "01:00:00", "2026-10-25T02:00:00Z")]
    [InlineData("Europe/Berlin", "Sun 01:00-04:00", "2026-03-28T20:00:00Z", "01:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("Europe/Berlin", "Sun 01:00-04:00", "2026-03-28T20:00:00Z", "02:30:00", "2026-04-04T23:30:00Z")]
    [InlineData("Europe/Berlin", "Sun 02:00-03:00", "2026-03-28T20:00:00Z", "00:00:01", "2026-04-05T00:00:01Z")]
    public void Only_the_time_in_which_a_channel_is_open_counts(string zone, string entries, string moment, string time, string expected)
    {
        var (from, until) = (At(moment), At(expected));

        var hours = Hours(zone, entries);
        hours.Add(from, TimeSpan.Parse(time, CultureInfo.InvariantCulture), until).ShouldBe(until);
        hours.Add(from, TimeSpan.Parse(time, CultureInfo.InvariantCulture), until - TimeSpan.FromTicks(1)).ShouldBeNull("not until then");
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-27T08:07:00Z")]
    [InlineData("Europe/Berlin", "2026-10-23T08:07:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-03T01:13:00Z")]
    [InlineData("America/St_Johns", "2026-10-30T20:02:00Z")]
    public void It_is_the_same_as_counting_minute_by_minute(string zone, string moment)
    {
        var hours = Hours(zone, "Mon-Fri 09:05-17:35; Sat 23:15-03:45; Sun 01:10-02:40") with
        {
            Holidays = [new Holiday(new DateOnly(2026, 10, 27), new DateOnly(2026, 10, 28))],
        };
        var (at, minutes) = (At(moment), 0);
        for (var end = at.AddDays(6); at < end; at = at.AddMinutes(1))
        {
            if (hours.IsOpenAt(at) && ++minutes % 7 == 0)
                hours.Add(At(moment), TimeSpan.FromMinutes(minutes), end.AddDays(1)).ShouldBe(at.AddMinutes(1));
        }

        minutes.ShouldBeGreaterThan(700);
    }

    [Theory]
    [InlineData("Pacific Time (US & Canada)", "America/Los_Angeles")]
    [InlineData("London", "Europe/London")]
    [InlineData("Copenhagen", "Europe/Copenhagen")]
    [InlineData("Moscow", "Europe/Moscow")]
    [InlineData("UTC", "Etc/UTC")]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("America/New_York", "America/New_York")]
    [InlineData("Olympus Mons", null)]
    [InlineData(null, null)]
    public void The_helpdesks_names_of_time_zones_are_known(string? name, string? zone) =>
        (ZendeskSchedules.GetZone(name)?.Id).ShouldBe(zone);

    private static BusinessHours Hours(string zone, string entries) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), [.. entries.Split(';').SelectMany(entry => OpeningHoursParser.Parse(entry).ShouldNotBeNull())],
            []);

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

    /// <summary>Opening hours as they are configured, and moments at which the channel is open or closed.</summary>
    public sealed record OpeningHoursCase(string Entries, (DayOfWeek Day, string Time)[] Open, (DayOfWeek Day, string Time)[] Closed)
    {
        public override string ToString() => Entries;
    }
}
