using System.Globalization;
using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>What the rows of a report are. The names stand in addresses and answers.</summary>
internal enum ReportGrouping
{
    Day,
    Channel,
    Group,
    Agent,
}

/// <summary>The query of a report as it stands in the address.</summary>
internal sealed class ReportParameters
{
    public string? From { get; init; }

    public string? To { get; init; }

    public string? By { get; init; }

    public string? Zone { get; init; }

    public string? Channel { get; init; }

    public string? Format { get; init; }
}

/// <summary>Which chats a report is about: those that were opened on these days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="By">What its rows are.</param>
/// <param name="Channel">Only the chats of this channel; null: of all.</param>
/// <param name="Zones">In which time zone a chat has its day.</param>
internal sealed record ReportQuery(DateOnly From, DateOnly To, ReportGrouping By, string? Channel, ReportZones Zones)
{
    public const int MaxDays = 366;
    private const int DefaultDays = 30;
    private const int FirstYear = 2000;
    private const int LastYear = 2999;
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What the rows are, as it stands in addresses and answers.</summary>
    public string Grouping => By.ToString().ToLowerInvariant();

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>A day as it stands in addresses and answers.</summary>
    public static string Write(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <param name="parameters">What stands in the address. What is absent or empty has its default.</param>
    /// <param name="channels">The channels, for their time zones.</param>
    /// <param name="now">The current time.</param>
    /// <param name="faults">Gets each parameter that is wrong, and what it should be.</param>
    /// <returns>Null: a parameter is wrong.</returns>
    public static ReportQuery? Parse(
        ReportParameters parameters, ChannelRegistry channels, DateTimeOffset now, List<(string Field, string Message)> faults)
    {
        var by = ParseGrouping(PageQuery.Normalize(parameters.By) ?? nameof(ReportGrouping.Day));
        if (by is null)
            faults.Add(("by", "Must be day, channel, group or agent."));
        var zone = ReportZones.Create(channels, PageQuery.Normalize(parameters.Zone));
        if (zone is null)
            faults.Add(("zone", "Must be an IANA time zone such as Europe/Moscow."));
        var to = ParseDay("to", parameters.To, faults) ?? zone?.GetToday(now) ?? DateOnly.FromDateTime(now.UtcDateTime);
        var from = ParseDay("from", parameters.From, faults) ?? to.AddDays(1 - DefaultDays);
        if (faults.Count == 0 && from > to)
            faults.Add(("from", "Must not be after to."));
        if (faults.Count == 0 && to.DayNumber - from.DayNumber >= MaxDays)
            faults.Add(("from", $"Must be at most {MaxDays} days before the end of to."));
        return faults.Count == 0 ? new ReportQuery(from, to, by!.Value, PageQuery.Normalize(parameters.Channel), zone!) : null;
    }

    /// <summary>By its name alone: the framework would take numbers and lists of names as well.</summary>
    private static ReportGrouping? ParseGrouping(string name) => Enum.GetValues<ReportGrouping>()
        .Where(grouping => grouping.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Cast<ReportGrouping?>().FirstOrDefault();

    /// <summary>Programs often have a time where they mean its day: that of <c>2026-11-23T10:00:00Z</c> is the one written in it.</summary>
    private static DateOnly? ParseDay(string field, string? text, List<(string Field, string Message)> faults)
    {
        if (PageQuery.Normalize(text) is not { } typed)
            return null;
        var written = typed.Split('T') is [var date, _] && DateTimeOffset.TryParse(typed, CultureInfo.InvariantCulture, out _) ? date : typed;
        if (DateOnly.TryParseExact(written, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= FirstYear and <= LastYear)
            return day;
        faults.Add((field, $"Must be a day such as 2026-11-23, from {FirstYear} to {LastYear}."));
        return null;
    }
}
