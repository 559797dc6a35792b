namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>
/// A disk under a folder, as POSIX promises it and no more: a file's sync puts its content and length there, not its name; a folder's sync puts its
/// names there. A change of names happens as a whole, or not at all.
/// </summary>
/// <param name="ignoresSyncs">The disk lies: no sync puts anything there. Every check must fail on it.</param>
internal sealed class SimulatedDisk(bool ignoresSyncs = false)
{
    private readonly List<NameChange> _unsyncedNames = [];

    /// <summary>The folder itself. It was there before, so its own name is safe.</summary>
    public DiskFolder Root { get; } = new();

    public IReadOnlyList<NameChange> UnsyncedNames => _unsyncedNames;

    /// <summary>Where in the record the last sync began.</summary>
    public long LastSync { get; private set; }

    /// <summary>The disk of a folder in which everything was safe before the record began.</summary>
    public static SimulatedDisk Create(DiskImage start, bool ignoresSyncs = false)
    {
        var disk = new SimulatedDisk(ignoresSyncs);
        foreach (var (path, content) in start.Files)
        {
            var (folder, name) = disk.FindParent(path);
            if (content is null)
            {
                folder.Add(name, new DiskFolder());
                continue;
            }

            var file = new DiskFile();
            file.Add(new FileChange(0, 0, content));
            file.Sync(1);
            folder.Add(name, file);
        }

        return disk;
    }

    public void Apply(DiskOperation operation)
    {
        var line = operation.Ended.Line;
        switch (operation)
        {
            case CreateFile(var path, _, _) when Find(path) is null:
                Change(line, (path, new DiskFile()));
                break;
            case CreateFolder(var path, _, _) when Find(path) is null:
                Change(line, (path, new DiskFolder()));
                break;
            case Write(var path, var offset, var data, _, _):
                FindFile(path)?.Add(new FileChange(line, offset, data));
                break;
            case SetLength(var path, var length, var onlyGrows, _, _) when FindFile(path) is { } file:
                if (length != file.LiveLength && !(onlyGrows && length < file.LiveLength))
                    file.Add(new FileChange(line, length, null));
                break;
            case Rename(var path, var target, _, _):
                Change(line, (path, null), (target, Find(path)));
                break;
            case Link(var path, var target, _, _):
                Change(line, (target, Find(path)));
                break;
            case Remove(var path, _, _):
                Change(line, (path, null));
                break;
            case Sync(var path, var began, _) when !ignoresSyncs:
                Sync(path, began.Line);
                break;
            default:
                break;
        }
    }

    /// <summary>The file that a process sees under this path; null: there is none, and what is done to it is of no more interest.</summary>
    public DiskFile? FindFile(string path) => Find(path) as DiskFile;

    private void Sync(string path, long line)
    {
        LastSync = Math.Max(LastSync, line);
        if (Find(path) is DiskFile file)
            file.Sync(line);
        if (Find(path) is not DiskFolder folder)
            return;
        foreach (var change in _unsyncedNames.Where(change => change.Line < line && change.Edits.Any(edit => edit.Folder == folder)).ToList())
        {
            foreach (var edit in change.Edits)
                Set(edit.Folder.Durable, edit);
            _unsyncedNames.Remove(change);
        }
    }

    private void Change(long line, params IReadOnlyList<(string Path, DiskNode? Node)> edits)
    {
        var change = new NameChange(line, [.. edits.Select(edit => CreateEdit(edit.Path, edit.Node))]);
        foreach (var edit in change.Edits)
            Set(edit.Folder.Live, edit);
        _unsyncedNames.Add(change);

        NameEdit CreateEdit(string path, DiskNode? node)
        {
            var (folder, name) = FindParent(path);
            return new NameEdit(folder, name, node);
        }
    }

    private static void Set(Dictionary<string, DiskNode> names, NameEdit edit)
    {
        if (edit.Node is null)
            names.Remove(edit.Name);
        else
            names[edit.Name] = edit.Node;
    }

    private (DiskFolder Folder, string Name) FindParent(string path)
    {
        var folder = Find(Path.GetDirectoryName(path) ?? "") as DiskFolder;
        return (folder ?? throw new InvalidDataException($"The record knows no folder for {path}."), Path.GetFileName(path));
    }

    private DiskNode? Find(string path)
    {
        DiskNode? node = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = (node as DiskFolder)?.Live.GetValueOrDefault(name);
        return node;
    }
}
