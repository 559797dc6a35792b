namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>
/// Inputs that took a branch as no other did, a file per target with one input in a line. Guided runs begin with them and add to them.
/// </summary>
internal static class KeptCorpus
{
    /// <summary>Where the files are beside the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Kept");

    public static IReadOnlyList<byte[]> Read(string folder, ParserTarget target) => File.Exists(GetPath(folder, target))
        ? [.. File.ReadLines(GetPath(folder, target)).Select(Convert.FromBase64String)]
        : [];

    /// <summary>The shortest first, so that changes of the file are read easily.</summary>
    public static void Write(string folder, ParserTarget target, IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            GetPath(folder, target), inputs.Select(Convert.ToBase64String).OrderBy(line => line.Length).ThenBy(line => line, StringComparer.Ordinal));
    }

    private static string GetPath(string folder, ParserTarget target) =>
        Path.Combine(folder, $"{target.Name.Replace(' ', '-')}.txt");
}
