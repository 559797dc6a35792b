namespace HelpdeskBridge.Tests.Repository;

/// <summary>The repository the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root => RepositoryFolder.Root;

    /// <summary>The projects of the service.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        ["HelpdeskBridge", "HelpdeskBridge.Zendesk", "HelpdeskBridge.RequestTracker", "HelpdeskBridge.Core"];

    /// <summary>The service's source files, by their paths below src, with / between folders.</summary>
    public static IReadOnlyDictionary<string, string[]> Files { get; } = Projects
        .SelectMany(project => Directory.EnumerateFiles(GetFolder(project), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Path.Combine(Root, "src"), path).Replace('\\', '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .ToDictionary(path => path, path => File.ReadAllLines(Path.Combine(Root, "src", path)));

    public static string GetFolder(string project) => Path.Combine(Root, "src", project);

    /// <summary>The namespace of a file: that of its folder. Core's is the service's own, so that names stay short.</summary>
    public static string GetNamespace(string file)
    {
        var folder = Path.GetDirectoryName(file)!.Replace('\\', '/').Replace('/', '.');
        return folder.StartsWith("HelpdeskBridge.Core", StringComparison.Ordinal)
            ? "HelpdeskBridge" + folder["HelpdeskBridge.Core".Length..]
            : folder;
    }
}
