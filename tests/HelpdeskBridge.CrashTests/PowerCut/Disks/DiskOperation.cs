using HelpdeskBridge.CrashTests.PowerCut.Tracing;

namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>Something that a process did to its files. Paths are below the recorded folder, whose own path is empty.</summary>
/// <param name="Began">Where in the record it began.</param>
/// <param name="Ended">Where in the record it ended.</param>
internal abstract record DiskOperation(TracePoint Began, TracePoint Ended);

/// <summary>A file was made, or was there already.</summary>
internal sealed record CreateFile(string Path, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

internal sealed record CreateFolder(string Path, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

internal sealed record Write(string Path, long Offset, byte[] Data, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

/// <summary>A file was made longer or shorter; where it only grows, a shorter length changes nothing.</summary>
internal sealed record SetLength(string Path, long Length, bool OnlyGrows, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

/// <summary>A file's content, or a folder's names, are on the disk when this has ended.</summary>
internal sealed record Sync(string Path, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

internal sealed record Rename(string Path, string Target, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

/// <summary>The file has a second name.</summary>
internal sealed record Link(string Path, string Target, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);

/// <summary>A file or an empty folder lost its name.</summary>
internal sealed record Remove(string Path, TracePoint Began, TracePoint Ended) : DiskOperation(Began, Ended);
