using System.Globalization;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// TicketSQL and TransactionSQL, as far as the bridge uses them: conditions joined by AND, each of which may be alternatives in parentheses. A query
/// with times is refused, because Request Tracker reads them in the time zone of the user, and without an error where it can't read them at all.
/// </summary>
internal static partial class RequestTrackerQuery
{
    /// <param name="query">The query.</param>
    /// <param name="read">The value of a field.</param>
    public static bool Matches(string query, Func<string, string> read) => query.Split(" AND ").All(
        clause => clause.Trim('(', ')').Split(" OR ").Any(condition => Holds(condition.Trim('(', ')'), read)));

    private static bool Holds(string condition, Func<string, string> read)
    {
        if (Condition().Match(condition) is not { Success: true } match)
            throw new FormatException($"not understood: {condition}");
        var (actual, value) = (read(match.Groups[1].Value), match.Groups[3].Value);
        return match.Groups[2].Value switch
        {
            "=" => actual == value,
            ">" => ToNumber(actual) > ToNumber(value),
            "<" => ToNumber(actual) < ToNumber(value),
            _ => actual.Contains(value, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static long ToNumber(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(id|Type|ObjectId|ObjectType|TicketQueue|Queue|Data|RefersTo) (=|>|<|LIKE) '?([^']*)'?$")]
    private static partial Regex Condition();
}
