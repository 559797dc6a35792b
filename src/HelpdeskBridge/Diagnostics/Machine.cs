using System.Runtime.InteropServices;

namespace HelpdeskBridge.Diagnostics;

/// <summary>What the machine says about a folder. In tests it stands for a disk that is full or can't be written.</summary>
internal interface IMachine
{
    /// <returns>The bytes that are free; null: it is not known.</returns>
    long? GetFreeSpace(string folder);

    /// <summary>Whether this process may write a file or folder. Nothing is written.</summary>
    bool CanWrite(string path);
}

/// <inheritdoc cref="IMachine"/>
internal sealed class Machine : IMachine
{
    private const int ToWrite = 2;

    public long? GetFreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public bool CanWrite(string path)
    {
        if (OperatingSystem.IsWindows())
            return !File.Exists(path) || !new FileInfo(path).IsReadOnly;
        return Access(path, ToWrite) == 0;
    }

    /// <summary>Takes the permissions, the user and a read-only file system into account (man 2 access).</summary>
    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
