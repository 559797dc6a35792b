namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>One small change of the service's code, which a test should notice.</summary>
/// <param name="Number">Names it in a report and in <c>--mutant</c>. It stays the same as long as the mutated files and the operators do.</param>
/// <param name="File">The file, by its path below the repository.</param>
/// <param name="Line">The line of the change.</param>
/// <param name="Code">What stands in that line.</param>
/// <param name="Member">The number of the method, property or field that has the change.</param>
/// <param name="Change">The change.</param>
internal sealed record Mutant(int Number, string File, int Line, string Code, int Member, Edit Change)
{
    /// <summary>The change in one line, for the report.</summary>
    public override string ToString() => $"{File}:{Line}  {Shorten(Change.Before)}  ->  {Shorten(Change.After)}";

    private static string Shorten(string code)
    {
        if (code.Length == 0)
            return "(nothing)";
        var line = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 110 ? $"{line[..80]} … {line[^28..]}" : line;
    }
}
