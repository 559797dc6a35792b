using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// A folder that only this process uses, among those of other processes on the same machine. It goes when the process ends; those of processes that
/// were killed go at the next start.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string LockExtension = ".lock";

    private readonly FileStream _lock;

    private SpoolFolder(string path, FileStream locking) => (Path, _lock) = (path, locking);

    public string Path { get; }

    /// <param name="root">The folder of all processes' folders.</param>
    /// <exception cref="IOException">The folder can't be created.</exception>
    public static SpoolFolder Create(string root)
    {
        PrivateFiles.CreateFolder(root);
        foreach (var abandoned in Directory.GetFiles(root, "*" + LockExtension))
            TryDelete(abandoned);
        var path = System.IO.Path.Combine(root, System.IO.Path.GetRandomFileName());
        var locking = PrivateFiles.Create(path + LockExtension, FileMode.CreateNew);
        PrivateFiles.CreateFolder(path);
        return new SpoolFolder(path, locking);
    }

    public void Dispose()
    {
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
