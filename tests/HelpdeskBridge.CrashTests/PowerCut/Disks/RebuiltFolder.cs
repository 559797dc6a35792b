namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>A folder with the files that a power cut has left. It is in memory where there is enough, because nothing in it has to last.</summary>
internal sealed class RebuiltFolder : IDisposable
{
    private const string Memory = "/dev/shm";
    private const long NeededBytes = 1L << 30;

    public RebuiltFolder(DiskImage image)
    {
        Path = System.IO.Path.Combine(FindRoot(), $"bridge-disk-{System.IO.Path.GetRandomFileName()}");
        image.Save(Path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string FindRoot() =>
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > NeededBytes ? Memory : System.IO.Path.GetTempPath();
}
