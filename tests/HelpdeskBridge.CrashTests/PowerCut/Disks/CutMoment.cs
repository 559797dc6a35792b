using HelpdeskBridge.CrashTests.PowerCut.Tracing;

namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>A moment at which the power is cut.</summary>
/// <param name="Disk">The disk, with everything applied that had ended.</param>
/// <param name="Writing">Writes that had begun and not ended.</param>
/// <param name="Point">Before this point of the record. Whoever had an answer by then must find it kept.</param>
internal sealed record CutMoment(SimulatedDisk Disk, IReadOnlyList<Write> Writing, TracePoint Point)
{
    /// <summary>The files that such a cut leaves.</summary>
    /// <param name="kind">What it leaves of that which no sync has put there.</param>
    /// <param name="random">Chooses where the kind leaves a choice.</param>
    public DiskImage Rebuild(DiskKind kind, Random random)
    {
        var choice = new DiskChoice(kind, random);
        var names = choice.ChooseNames(Disk.UnsyncedNames, Disk.LastSync);
        var files = new SortedDictionary<string, byte[]?>(StringComparer.Ordinal);
        AddFolder(Disk.Root, "", names, choice, files);
        return new DiskImage(files);
    }

    private void AddFolder(
        DiskFolder folder, string path, IReadOnlyList<NameChange> changes, DiskChoice choice, SortedDictionary<string, byte[]?> files)
    {
        var names = new Dictionary<string, DiskNode?>(folder.Durable.Select(pair => KeyValuePair.Create(pair.Key, (DiskNode?)pair.Value)));
        foreach (var edit in changes.SelectMany(change => change.Edits).Where(edit => edit.Folder == folder))
            names[edit.Name] = edit.Node;
        foreach (var (name, node) in names.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var full = Path.Combine(path, name);
            if (node is DiskFolder below)
            {
                files[full] = null;
                AddFolder(below, full, changes, choice, files);
            }
            else if (node is DiskFile file)
            {
                files[full] = full.EndsWith(OperationReader.IndexExtension, StringComparison.Ordinal)
                    ? choice.CreateIndex()
                    : choice.CreateContent(file, Writing.Where(write => Disk.FindFile(write.Path) == file));
            }
        }
    }
}
