namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>The files of a folder at one moment.</summary>
/// <param name="Files">Contents by path below the folder; null: it is a folder.</param>
internal sealed record DiskImage(IReadOnlyDictionary<string, byte[]?> Files)
{
    public static DiskImage Read(string folder)
    {
        var files = new SortedDictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(folder, path)] = Directory.Exists(path) ? null : File.ReadAllBytes(path);
        return new DiskImage(files);
    }

    /// <summary>Writes the files into a folder that is empty or does not exist.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (path, content) in Files)
        {
            var full = Path.Combine(folder, path);
            if (content is null)
                Directory.CreateDirectory(full);
            else
                File.WriteAllBytes(full, content);
        }
    }

    /// <summary>The same for the same files.</summary>
    public int GetIdentity()
    {
        var hash = default(HashCode);
        foreach (var (path, content) in Files.Where(file => !IsInMemoryOnly(file.Key)))
        {
            hash.Add(path);
            hash.AddBytes(content);
        }

        return hash.ToHashCode();
    }

    /// <summary>What <paramref name="other"/> does not have, or has differently.</summary>
    public IReadOnlyList<string> FindMissing(DiskImage other) =>
        [.. Files.Where(file => !IsInMemoryOnly(file.Key)).Select(file => Compare(file.Key, file.Value, other)).OfType<string>()];

    private static string? Compare(string path, byte[]? content, DiskImage other)
    {
        if (!other.Files.TryGetValue(path, out var found))
            return $"{path} is missing";
        if (content is null || found is null)
            return content is null == found is null ? null : $"{path} is a file here and a folder there";
        return content.AsSpan().SequenceEqual(found)
            ? null
            : $"{path} has {found.Length} bytes instead of {content.Length}, the same up to {content.AsSpan().CommonPrefixLength(found)}";
    }

    private static bool IsInMemoryOnly(string path) => path.EndsWith(Tracing.OperationReader.IndexExtension, StringComparison.Ordinal);
}
