using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// The clients' files that were downloaded and are not in a ticket yet. They are in a folder beside the store, and the file name is the id of the
/// message. The spool is only a cache: a missing file is downloaded again. A file gets its name only when it is complete. From then on it survives a
/// power cut, because its link may not work for long.
/// </summary>
/// <param name="folder">The folder of the spool.</param>
/// <param name="getFreeBytes">Gets the free space of the disk, in bytes.</param>
internal sealed class ClientFileSpool(string folder, Func<long> getFreeBytes)
{
    /// <summary>
    /// Free space that is left for the store, which must be able to accept messages. It is more than all downloads of a channel at a time need.
    /// </summary>
    private const long Reserve = 1L << 30;

    private const string PartialExtension = ".part";

    /// <summary>Whether there is space for a file that is not needed yet.</summary>
    public bool HasRoom => FreeBytes > Reserve;

    /// <summary>The free space of the disk; <see cref="long.MaxValue"/>: it is not known.</summary>
    public long FreeBytes => getFreeBytes();

    public bool Has(string messageId) => File.Exists(GetPath(messageId));

    public string GetPath(string messageId) => Path.Combine(folder, messageId);

    /// <summary>The type of a file that is there, by its first bytes, and else by its name.</summary>
    public async Task<string> DetectTypeAsync(string messageId, string name, CancellationToken cancellationToken)
    {
        var head = new byte[FileType.HeadBytes];
        await using var file = File.OpenRead(GetPath(messageId));
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return FileType.Detect(head.AsSpan(0, read), name);
    }

    /// <param name="messageId">The message that the file belongs to.</param>
    /// <param name="write">Writes the file, and returns its length, or null if the file must not be kept.</param>
    /// <returns>The result of <paramref name="write"/>.</returns>
    public async Task<long?> WriteAsync(string messageId, Func<Stream, Task<long?>> write)
    {
        PrivateFiles.CreateFolder(folder);
        var partial = GetPath(messageId) + PartialExtension;
        try
        {
            long? length;
            await using (var file = PrivateFiles.Create(partial, FileMode.Create))
            {
                length = await write(file);
                file.Flush(flushToDisk: true);
            }

            if (length > 0)
            {
                File.Move(partial, GetPath(messageId), overwrite: true);
                FolderSync.Run(folder);
            }

            return length;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>
    /// Copies the complete files into a new folder. A file that is deleted meanwhile is in its ticket, and nobody needs it any more.
    /// </summary>
    /// <param name="target">The folder. It is created only if there are files.</param>
    /// <param name="progress">Gets the fraction that is copied.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <returns>How many files were copied.</returns>
    /// <exception cref="IOException">A file can't be copied.</exception>
    public async Task<int> CopyToAsync(string target, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var files = ListComplete();
        if (files.Count > 0)
            PrivateFiles.CreateFolder(target);
        var copied = 0;
        foreach (var (index, path) in files.Index())
        {
            if (await TryCopyAsync(path, Path.Combine(target, Path.GetFileName(path)), cancellationToken))
                copied++;
            progress.Report((index + 1.0) / files.Count);
        }

        if (files.Count > 0)
            FolderSync.Run(target);
        return copied;
    }

    /// <summary>Puts the complete files whose messages wait into the store.</summary>
    /// <returns>How many these are.</returns>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="StoreUnavailableException">The store can't be used now.</exception>
    public async Task<int> CopyToAsync(IClientFileArchive target, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var files = ListComplete();
        var saved = 0;
        foreach (var (index, path) in files.Index())
        {
            await using var content = File.OpenRead(path);
            if (await target.SaveAsync(Path.GetFileName(path), content, cancellationToken))
                saved++;
            progress.Report((index + 1.0) / files.Count);
        }

        return saved;
    }

    public void Delete(string messageId)
    {
        if (Has(messageId))
            File.Delete(GetPath(messageId));
    }

    /// <summary>Deletes all files, complete or partial, except those of the given messages.</summary>
    public void DeleteAllExcept(IReadOnlySet<string> messageIds)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => !messageIds.Contains(Path.GetFileNameWithoutExtension(path))))
            File.Delete(path);
    }

    private List<string> ListComplete() => Directory.Exists(folder)
        ? Directory.GetFiles(folder).Where(path => !path.EndsWith(PartialExtension, StringComparison.Ordinal)).ToList()
        : [];

    private static async Task<bool> TryCopyAsync(string path, string target, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = File.OpenRead(path);
            await using var copy = PrivateFiles.Create(target, FileMode.CreateNew);
            await source.CopyToAsync(copy, cancellationToken);
            copy.Flush(flushToDisk: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
