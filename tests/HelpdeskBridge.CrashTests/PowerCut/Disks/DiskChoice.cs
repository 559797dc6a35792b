namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>Chooses what of that which no sync has put on the disk is there after a power cut.</summary>
internal sealed class DiskChoice(DiskKind kind, Random random)
{
    private const int Sector = 512;
    private const int Page = 4096;
    private const int IndexLength = 32 * 1024;

    /// <summary>The part of the changes that arrive. Both few and many missing ones are tried.</summary>
    private readonly double _part = random.NextDouble();

    /// <param name="unsynced">The changes of names, in their order.</param>
    /// <param name="lastSync">Where the last sync of anything began.</param>
    public IReadOnlyList<NameChange> ChooseNames(IReadOnlyList<NameChange> unsynced, long lastSync) => kind switch
    {
        DiskKind.Nothing or DiskKind.ContentsAlone => [],
        DiskKind.Everything or DiskKind.NamesAlone => unsynced,
        DiskKind.LaterWithoutEarlier => [.. unsynced.Skip(random.Next(unsynced.Count + 1))],
        DiskKind.Journaled => ChooseJournaled(unsynced, lastSync),
        _ => [.. unsynced.Where(_ => IsThere())],
    };

    /// <param name="file">The file.</param>
    /// <param name="writing">Writes to it that had not ended.</param>
    public byte[] CreateContent(DiskFile file, IEnumerable<Write> writing)
    {
        var unsynced = file.Unsynced.ToList();
        var content = file.Durable.Copy();
        if (kind is DiskKind.Nothing or DiskKind.NamesAlone)
            return content.ToArray();
        if (kind is not (DiskKind.Everything or DiskKind.ContentsAlone))
            unsynced.AddRange(writing.Select(write => new FileChange(write.Ended.Line, write.Offset, write.Data)));
        if (kind is DiskKind.GrownWithChanceBytes or DiskKind.Journaled && random.Next(2) == 0)
            Grow(content, file.LiveLength);
        foreach (var change in Choose(unsynced))
            change.ApplyTo(content);
        return content.ToArray();
    }

    /// <summary>What SQLite keeps in shared memory is of no use after a power cut, so it may be anything.</summary>
    public byte[] CreateIndex()
    {
        var content = new byte[random.Next(2) * IndexLength];
        random.NextBytes(content);
        return content;
    }

    private IEnumerable<FileChange> Choose(List<FileChange> unsynced) => kind switch
    {
        DiskKind.Everything or DiskKind.ContentsAlone => unsynced,
        DiskKind.LaterWithoutEarlier => unsynced.Skip(random.Next(unsynced.Count + 1)),
        DiskKind.TornSector => Tear(unsynced, Sector),
        DiskKind.TornPage => Tear(unsynced, Page),
        _ => unsynced.Where(_ => IsThere()),
    };

    private IEnumerable<FileChange> Tear(List<FileChange> unsynced, int unit)
    {
        if (unsynced.Count == 0)
            return [];
        var whole = random.Next(unsynced.Count);
        return [.. unsynced.Take(whole), .. Split(unsynced[whole], unit).Where(_ => IsThere())];
    }

    /// <summary>The parts of a write that each arrive as a whole. What else is in the same sector stays as it was.</summary>
    private static IEnumerable<FileChange> Split(FileChange change, int unit)
    {
        if (change.Data is null)
            yield break;
        for (var from = change.Offset; from < change.End;)
        {
            var to = Math.Min(change.End, ((from / unit) + 1) * unit);
            yield return new FileChange(change.Line, from, change.Data[(int)(from - change.Offset)..(int)(to - change.Offset)]);
            from = to;
        }
    }

    private void Grow(FileContent content, long length)
    {
        var (before, added) = (content.Length, length - content.Length);
        if (added <= 0)
            return;
        var bytes = new byte[added];
        if (kind == DiskKind.GrownWithChanceBytes)
            random.NextBytes(bytes);
        content.Write(before, bytes);
    }

    /// <summary>A sync of anything has put all names there that had changed before.</summary>
    private IReadOnlyList<NameChange> ChooseJournaled(IReadOnlyList<NameChange> unsynced, long lastSync)
    {
        var safe = unsynced.TakeWhile(change => change.Line < lastSync).Count();
        return [.. unsynced.Take(random.Next(safe, unsynced.Count + 1))];
    }

    private bool IsThere() => random.NextDouble() < _part;
}
