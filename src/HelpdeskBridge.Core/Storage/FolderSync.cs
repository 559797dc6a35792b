using System.Runtime.InteropServices;

namespace HelpdeskBridge.Storage;

/// <summary>
/// Puts the names in a folder on the disk. A sync of a file keeps its content through a power cut, but not the name under which it was made, renamed
/// or deleted.
/// </summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>The disk did not take it (man 2 fsync).</summary>
    private const int IoError = 5;

    /// <summary>
    /// Does nothing where the file system has no such sync, as on Windows and on some network shares: their own order of names is all there is then.
    /// </summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return;
        try
        {
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() == IoError)
                throw new IOException($"The disk does not take the names in {folder}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>The same for the folder that a file or folder is in.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void RunForParent(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
            Run(parent);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
