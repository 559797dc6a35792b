namespace HelpdeskBridge.Setup;

/// <summary>The names of attributes in the option <c>--ticket-fields</c>. Pure.</summary>
internal static class TicketFieldNames
{
    /// <param name="option">The names, with commas between them; null: the option is not given.</param>
    /// <returns>The names, and what is wrong with them; null: nothing.</returns>
    public static (IReadOnlyList<string> Names, string? Problem) Read(string? option)
    {
        if (option is null)
            return ([], null);
        var names = option.Split(',', StringSplitOptions.TrimEntries);
        return (names, FindProblem(names) is { } problem ? $"--ticket-fields: {problem} Nothing was done." : null);
    }

    private static string? FindProblem(string[] names)
    {
        if (names.Contains(""))
            return "a name is empty. Name attributes with commas between them, such as order,contract.";
        if (names.FirstOrDefault(name => name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl)) is { } unusable)
            return $"\"{unusable}\" has a colon or control character, so it can't be a key below Channels:{{channel}}:Ticket:Fields.";
        var repeated = names.CountBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(name => name.Value > 1).Key;
        return repeated is null ? null : $"{repeated} is named twice. Keys of settings that differ only in letter case are the same.";
    }
}
