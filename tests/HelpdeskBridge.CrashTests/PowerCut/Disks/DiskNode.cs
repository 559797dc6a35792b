namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>A file or a folder, whatever its name.</summary>
internal abstract class DiskNode;

/// <summary>A folder, with the names that are on the disk, and those that a running process sees.</summary>
internal sealed class DiskFolder : DiskNode
{
    public Dictionary<string, DiskNode> Durable { get; } = [];

    public Dictionary<string, DiskNode> Live { get; } = [];

    /// <summary>Adds something that was there before the record began.</summary>
    public void Add(string name, DiskNode node) => (Durable[name], Live[name]) = (node, node);
}

/// <summary>A file, with the content that is on the disk, and what was done to it since.</summary>
internal sealed class DiskFile : DiskNode
{
    public FileContent Durable { get; } = new();

    public List<FileChange> Unsynced { get; } = [];

    /// <summary>The length that a running process sees.</summary>
    public long LiveLength { get; private set; }

    public void Add(FileChange change)
    {
        Unsynced.Add(change);
        LiveLength = change.Data is null ? change.End : Math.Max(LiveLength, change.End);
    }

    /// <summary>What ended before the sync began is on the disk now.</summary>
    public void Sync(long line)
    {
        var count = Unsynced.TakeWhile(change => change.Line < line).Count();
        foreach (var change in Unsynced.Take(count))
            change.ApplyTo(Durable);
        Unsynced.RemoveRange(0, count);
    }
}

/// <summary>A change of a file.</summary>
/// <param name="Line">Where in the record it ended.</param>
/// <param name="Offset">Where its data begins.</param>
/// <param name="Data">What is written; null: the length is set to <paramref name="Offset"/>.</param>
internal sealed record FileChange(long Line, long Offset, byte[]? Data)
{
    /// <summary>Where its data ends, or the length that is set.</summary>
    public long End => Offset + (Data?.Length ?? 0);

    public void ApplyTo(FileContent content)
    {
        if (Data is null)
            content.SetLength(Offset);
        else
            content.Write(Offset, Data);
    }
}

/// <summary>A change of names that happens as a whole: a rename takes one name and gives another.</summary>
/// <param name="Line">Where in the record it ended.</param>
/// <param name="Edits">The names, with what each stands for afterwards; null: nothing.</param>
internal sealed record NameChange(long Line, IReadOnlyList<NameEdit> Edits);

internal sealed record NameEdit(DiskFolder Folder, string Name, DiskNode? Node);
