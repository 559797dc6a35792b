using System.Globalization;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Channels;

/// <summary>Parses opening times such as "Mon-Fri 09:00-18:00".</summary>
internal static partial class OpeningHoursParser
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <returns>One interval for each day; null when the entry can't be parsed.</returns>
    public static IReadOnlyList<OpenInterval>? Parse(string entry)
    {
        if (Entry().Match(entry) is not { Success: true } match)
            return null;
        var (from, to) = (GetMinutes(match.Groups["from"].Value), GetMinutes(match.Groups["to"].Value));
        if (from is not < OpenInterval.Day || to is null || from == to)
            return null;

        // An end before the beginning is on the next day.
        var length = to.Value - from.Value + (to < from ? OpenInterval.Day : 0);
        var intervals = new List<OpenInterval>();
        foreach (var range in match.Groups["days"].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = range.Split('-', StringSplitOptions.TrimEntries);
            var (first, last) = (GetDay(ends[0]), GetDay(ends[^1]));
            if (ends.Length > 2 || first < 0 || last < 0)
                return null;
            for (var day = first; ; day = (day + 1) % Days.Length)
            {
                var start = (day * OpenInterval.Day) + from.Value;
                intervals.Add(new OpenInterval(start, start + length));
                if (day == last)
                    break;
            }
        }

        return intervals;
    }

    private static int GetDay(string name) => Array.FindIndex(Days, day => day.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <returns>The minutes since midnight, up to 24:00; null when there is no such time.</returns>
    private static int? GetMinutes(string time)
    {
        var (hour, minute) = (int.Parse(time[..^3], CultureInfo.InvariantCulture), int.Parse(time[^2..], CultureInfo.InvariantCulture));
        var minutes = (hour * 60) + minute;
        return minute < 60 && minutes <= OpenInterval.Day ? minutes : null;
    }

    [GeneratedRegex(
        @"^\s*(?<days>[A-Za-z]+(\s*[-,]\s*[A-Za-z]+)*)\s+(?<from>[0-9]{1,2}:[0-9]{2})\s*-\s*(?<to>[0-9]{1,2}:[0-9]{2})\s*\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();
}
