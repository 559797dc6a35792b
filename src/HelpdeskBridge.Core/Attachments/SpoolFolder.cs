using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// A folder that only this process uses, among those of other processes on the same machine. It goes when the process ends; those of processes that
/// were killed go at the next start.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string LockExtension = ".lock";

    private readonly FileStream? _lock;

    private SpoolFolder(string path, FileStream? locking) => (Path, _lock) = (path, locking);

    public string Path { get; }

    /// <summary>If nothing can be written there, the service starts all the same, and whoever writes a file into it learns why not.</summary>
    /// <param name="root">The folder of all processes' folders.</param>
    public static SpoolFolder Create(string root)
    {
        var path = System.IO.Path.Combine(root, System.IO.Path.GetRandomFileName());
        try
        {
            PrivateFiles.CreateFolder(root);
            foreach (var abandoned in Directory.GetFiles(root, "*" + LockExtension))
                TryDelete(abandoned);
            return new SpoolFolder(path, PrivateFiles.Create(path + LockExtension, FileMode.CreateNew));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SpoolFolder(path, null);
        }
    }

    public void Dispose()
    {
        if (_lock is null)
            return;
        _lock.Dispose();
        TryDelete(_lock.Name);
    }

    /// <summary>Deletes the folder of a process, unless the process is there.</summary>
    private static void TryDelete(string lockFile)
    {
        try
        {
            using var locking = new FileStream(lockFile, FileMode.Open, FileAccess.Write, FileShare.None);
            var folder = lockFile[..^LockExtension.Length];
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            File.Delete(lockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in use.
        }
    }
}
