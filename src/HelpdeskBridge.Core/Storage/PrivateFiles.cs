using System.Text;

namespace HelpdeskBridge.Storage;

/// <summary>
/// Creates files and folders that only the service's own user may read, since they hold what clients wrote. Existing ones keep their permissions.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder and those above it that are missing. They survive a power cut as soon as they are there.</summary>
    public static void CreateFolder(string folder)
    {
        var missing = FindMissing(Path.GetFullPath(folder)).ToList();
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
        foreach (var made in missing)
            FolderSync.RunForParent(made);
    }

    /// <summary>Opens a file for writing. If it does not exist, it is created.</summary>
    public static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        return new FileStream(path, options);
    }

    /// <summary>Makes a text file that survives a power cut from then on.</summary>
    /// <exception cref="IOException">There is such a file already, or it can't be written.</exception>
    public static async Task WriteNewAsync(string path, string text, CancellationToken cancellationToken)
    {
        await using (var file = Create(path, FileMode.CreateNew))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        FolderSync.RunForParent(path);
    }

    private static IEnumerable<string> FindMissing(string folder)
    {
        for (var path = folder; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
            yield return path;
    }
}
