namespace HelpdeskBridge.Tests.Repository;

/// <summary>The repository the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    public static string Service { get; } = Path.Combine(Root, "src", "HelpdeskBridge");

    /// <summary>The service's source files, by their paths in the project, with / between folders.</summary>
    public static IReadOnlyDictionary<string, string[]> Files { get; } = Directory
        .EnumerateFiles(Service, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Service, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
        .ToDictionary(path => path, path => File.ReadAllLines(Path.Combine(Service, path)));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HelpdeskBridge.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside the repository: there is no HelpdeskBridge.sln above them.");
    }
}
