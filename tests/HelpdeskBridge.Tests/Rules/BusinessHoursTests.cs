using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>Whether a channel is open at a moment: opening times as they are written, in every zone, over every change of clocks.</summary>
public sealed class BusinessHoursTests
{
    [Theory]
    [InlineData("Mon-Fri 09:00-18:00", "Mon 09:00 open, Mon 08:59 closed, Fri 17:59 open, Fri 18:00 closed, Sat 12:00 closed, Sun 12:00 closed")]
    [InlineData("Sat,Sun 10:00-14:00", "Sat 10:00 open, Sun 13:59 open, Fri 12:00 closed, Mon 12:00 closed")]
    [InlineData("Mon-Sun 00:00-24:00", "Sun 00:00 open, Mon 00:00 open, Wed 12:34 open, Sat 23:59 open")]
    [InlineData("Fri 22:00-02:00", "Fri 22:00 open, Fri 23:59 open, Sat 00:00 open, Sat 01:59 open, Sat 02:00 closed, Fri 01:00 closed, Fri 21:59 closed")]
    [InlineData("Sat 22:00-02:00", "Sat 23:00 open, Sun 01:59 open, Sun 02:00 closed, Sat 01:00 closed")]
    [InlineData("Sat-Mon 08:00-09:00", "Sat 08:30 open, Sun 08:30 open, Mon 08:30 open, Tue 08:30 closed, Fri 08:30 closed")]
    [InlineData("Mon-Tue,Thu 9:00-12:00", "Mon 09:00 open, Tue 11:59 open, Wed 10:00 closed, Thu 10:00 open")]
    [InlineData("  mon - FRI , sun   09:30 - 24:00 ", "Fri 23:59 open, Sun 09:30 open, Sat 00:00 closed, Sat 10:00 closed")]
    [InlineData("Mon 00:00-24:00; Wed 00:00-12:00; Wed 13:00-24:00", "Mon 00:00 open, Mon 23:59 open, Tue 00:00 closed, Wed 12:30 closed, Wed 13:00 open, Thu 00:00 closed")]
    public void Opening_times_mean_what_they_say(string entries, string cases)
    {
        var hours = Hours("UTC", entries);
        foreach (var words in cases.Split(", ").Select(line => line.Split(' ')))
        {
            // 2026-11-22 was a Sunday.
            var day = Array.IndexOf(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], words[0]);
            var moment = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero).AddDays(day) + TimeSpan.Parse(words[1], CultureInfo.InvariantCulture);
            hours.IsOpenAt(moment).ShouldBe(words[2] == "open", $"{words[0]} {words[1]}");
        }
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
    public void What_is_no_opening_time_is_not_taken_for_one(string entry) => OpeningHoursParser.Parse(entry).ShouldBeNull();

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
    public void An_hour_that_comes_twice_or_not_at_all(string moment, bool isOpen) => Hours("Europe/Berlin", "Sun 02:00-03:00").IsOpenAt(At(moment)).ShouldBe(isOpen);

    [Theory]
    [InlineData("2026-12-23T22:59:00Z", true)]
    [InlineData("2026-12-23T23:00:00Z", false)]
    [InlineData("2026-12-25T12:00:00Z", false)]
    [InlineData("2026-12-26T22:59:00Z", false)]
    [InlineData("2026-12-26T23:00:00Z", true)]
    public void Holidays_are_days_of_the_zone_the_last_one_included(string moment, bool isOpen)
    {
        var hours = Hours("Europe/Berlin", "Mon-Sun 00:00-24:00") with { Holidays = [new Holiday(new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 26))] };

        hours.IsOpenAt(At(moment)).ShouldBe(isOpen);
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
    public void The_helpdesks_names_of_time_zones_are_known(string? name, string? zone) => ZendeskSchedules.GetZone(name)?.Id.ShouldBe(zone);

    private static BusinessHours Hours(string zone, string entries) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), [.. entries.Split(';').SelectMany(entry => OpeningHoursParser.Parse(entry).ShouldNotBeNull())], []);

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
