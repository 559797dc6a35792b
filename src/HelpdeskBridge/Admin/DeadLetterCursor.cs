using System.Globalization;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Where a page of dead letters ends: they are sorted by when they failed, then by id.</summary>
internal static class DeadLetterCursor
{
    public static string Format(DeadLetter last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.FailedAt.ToUnixTimeMilliseconds()}-{last.Id}");

    public static bool TryParse(string? cursor, out (DateTimeOffset FailedAt, string Id)? after)
    {
        after = null;
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (cursor.Split('-', 2) is not [var time, var id]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        after = (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id);
        return true;
    }
}
