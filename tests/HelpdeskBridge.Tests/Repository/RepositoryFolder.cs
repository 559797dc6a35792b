namespace HelpdeskBridge.Tests.Repository;

/// <summary>The repository that the running program was built from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HelpdeskBridge.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The program runs outside the repository: there is no HelpdeskBridge.sln above it.");
    }
}
