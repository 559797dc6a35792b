using HelpdeskBridge.CrashTests.PowerCut.Tracing;

namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>What was done to the files of a folder.</summary>
/// <param name="Start">The files before.</param>
/// <param name="Operations">What was done, in the order in which it ended.</param>
internal sealed record RecordedFiles(DiskImage Start, IReadOnlyList<DiskOperation> Operations)
{
    /// <summary>More than use the files at the same time.</summary>
    private const int MaxThreads = 64;

    private static readonly TracePoint End = new(long.MaxValue, DateTimeOffset.MaxValue);

    /// <summary>Every moment at which a cut differs from the others: before something begins, before it ends, and at last.</summary>
    public IReadOnlyList<TracePoint> Points { get; } =
        [.. Operations.SelectMany(operation => new[] { operation.Began, operation.Ended }).Distinct().OrderBy(point => point.Line), End];

    /// <summary>Cuts the power at some of the points, chosen by chance, and at last.</summary>
    public IReadOnlyList<TracePoint> ChoosePoints(int count, Random random)
    {
        var points = Points.ToArray();
        random.Shuffle(points);
        return [.. points.Take(count).Append(End).Distinct().OrderBy(point => point.Line)];
    }

    /// <param name="points">When the power is cut, in order.</param>
    /// <param name="ignoresSyncs">The disk lies: no sync puts anything there.</param>
    /// <returns>The moments. Each is valid until the next one is asked for.</returns>
    public IEnumerable<CutMoment> Cut(IEnumerable<TracePoint> points, bool ignoresSyncs = false)
    {
        var disk = SimulatedDisk.Create(Start, ignoresSyncs);
        var next = 0;
        foreach (var point in points)
        {
            while (next < Operations.Count && Operations[next].Ended.Line < point.Line)
                disk.Apply(Operations[next++]);
            yield return new CutMoment(disk, FindWriting(next, point), point);
        }
    }

    /// <summary>The power is cut after all of it.</summary>
    public CutMoment GetLast() => Cut([End]).Single();

    /// <summary>Null: these are the files that the record leads to.</summary>
    public string? FindDifference(DiskImage files)
    {
        var rebuilt = GetLast().Rebuild(DiskKind.Everything, new Random(0));
        string[] missing = [.. files.FindMissing(rebuilt)];
        string[] excess = [.. rebuilt.FindMissing(files)];
        return missing.Length + excess.Length == 0 ? null
            : $"seen from the files, in the record {string.Join(", ", missing)}; seen from the record, in the files {string.Join(", ", excess)}";
    }

    /// <summary>Operations are in the order of their ends, and each thread does one at a time, so those in progress are among the next.</summary>
    private IReadOnlyList<Write> FindWriting(int next, TracePoint point) =>
        [.. Operations.Skip(next).Take(MaxThreads).OfType<Write>().Where(write => write.Began.Line < point.Line)];
}
