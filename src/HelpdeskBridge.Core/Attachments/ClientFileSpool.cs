using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// The clients' files that were downloaded and are not in a ticket yet. They are in a folder beside the store, and the file name is the id of the
/// message. The spool is only a cache: a missing file is downloaded again. A file gets its name only when it is complete.
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
    public bool HasRoom => getFreeBytes() > Reserve;

    public bool Has(string messageId) => File.Exists(GetPath(messageId));

    public string GetPath(string messageId) => Path.Combine(folder, messageId);

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
                File.Move(partial, GetPath(messageId), overwrite: true);
            return length;
        }
        finally
        {
            File.Delete(partial);
        }
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
}
