namespace HelpdeskBridge.MutationTests;

/// <summary>The repository this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HelpdeskBridge.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("There is no HelpdeskBridge.sln above this program.");
    }
}
