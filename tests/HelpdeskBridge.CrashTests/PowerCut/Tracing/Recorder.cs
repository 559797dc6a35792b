using HelpdeskBridge.CrashTests.PowerCut.Disks;

namespace HelpdeskBridge.CrashTests.PowerCut.Tracing;

/// <summary>Records everything that processes do to the files of a folder, with strace (docs/decisions/0023-power-cut.md).</summary>
internal sealed class Recorder : IDisposable
{
    private const string Program = "/usr/bin/strace";

    private readonly string _folder;
    private readonly DiskImage _start;
    private readonly string _record = Path.GetTempFileName();

    private Recorder(string folder) => (_folder, _start) = (folder, DiskImage.Read(folder));

    /// <summary>
    /// What a recorded process is started with: its own command follows. The recorder is a process beside it, so that a signal to the process
    /// reaches it, and ends with it. Each process adds to the same record, so there must be one at a time.
    /// </summary>
    public IReadOnlyList<string> Launcher =>
    [
        Program, "-D", "-f", "--seccomp-bpf", "-A", "-o", _record, "-y", "-xx", "-s", "4194304", "--absolute-timestamps=unix,ns", "--signal=none",
        "-e", $"trace={OperationReader.Calls}",
    ];

    /// <param name="folder">The folder. What is in it already is taken for safe.</param>
    public static Recorder Begin(string folder)
    {
        var isInstalled = File.Exists(Program);
        if (!isInstalled && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException("strace is not installed. CI must install it.");
        Assert.SkipUnless(isInstalled, "strace is not installed.");
        return new Recorder(folder);
    }

    /// <summary>Reads the record. The processes must have ended.</summary>
    /// <exception cref="InvalidDataException">Something was done that the record does not know.</exception>
    public RecordedFiles Read()
    {
        var operations = new OperationReader(_folder).Read(File.ReadLines(_record)).ToList();
        var recorded = new RecordedFiles(_start, operations);
        if (recorded.FindDifference(DiskImage.Read(_folder)) is { } difference)
            throw new InvalidDataException($"The record misses something that was done to the files: {difference}");
        return recorded;
    }

    public void Dispose() => File.Delete(_record);
}
