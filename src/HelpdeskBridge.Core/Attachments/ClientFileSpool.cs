namespace HelpdeskBridge.Attachments;

/// <summary>
/// Files that were fetched and are not in a ticket yet, in a folder beside the store, by their message's id. Only a cache: what is missing is
/// fetched again. A file stands under its name only when it is whole.
/// </summary>
/// <param name="folder">Where.</param>
/// <param name="freeBytes">What the disk has left.</param>
internal sealed class ClientFileSpool(string folder, Func<long> freeBytes)
{
    /// <summary>Left to the store, which must go on taking messages: more than all fetches of a channel at once can need.</summary>
    private const long Reserve = 1L << 30;

    private const string Unfinished = ".part";

    /// <summary>Whether there is space for files whose turn has not come yet.</summary>
    public bool HasRoom => freeBytes() > Reserve;

    public bool Has(string messageId) => File.Exists(GetPath(messageId));

    public string GetPath(string messageId) => Path.Combine(folder, messageId);

    /// <param name="messageId">The message.</param>
    /// <param name="write">Writes the file; gives its length, or null when it is not to be kept.</param>
    /// <returns>As <paramref name="write"/> gave it.</returns>
    public async Task<long?> WriteAsync(string messageId, Func<Stream, Task<long?>> write)
    {
        Directory.CreateDirectory(folder);
        var unfinished = GetPath(messageId) + Unfinished;
        try
        {
            long? length;
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                length = await write(file);
                file.Flush(flushToDisk: true);
            }

            if (length > 0)
                File.Move(unfinished, GetPath(messageId), overwrite: true);
            return length;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public void Delete(string messageId)
    {
        if (Has(messageId))
            File.Delete(GetPath(messageId));
    }

    /// <summary>Deletes what was left behind: unfinished files, and those of messages that no longer wait.</summary>
    public void Sweep(IReadOnlySet<string> waiting)
    {
        if (!Directory.Exists(folder))
            return;

        // Also the unfinished ones, unless their message waits: they are being fetched, or will be again.
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => !waiting.Contains(Path.GetFileNameWithoutExtension(path))))
            File.Delete(path);
    }
}
