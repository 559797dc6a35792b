using HelpdeskBridge.Attachments;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// A backup of a SQLite store: a file, and beside it a folder with the clients' files that are not in a ticket yet. Both get their names only when
/// they are complete, the file last.
/// </summary>
/// <param name="file">The file of the backup.</param>
internal sealed class StoreBackup(string file)
{
    private const string PartialExtension = ".partial";

    private readonly string _partialFile = file + PartialExtension;

    /// <summary>The folder with the clients' files. It exists only if there are any.</summary>
    public string ClientFiles { get; } = file + ".client-files";

    private string PartialClientFiles => ClientFiles + PartialExtension;

    /// <summary>What is in the way; null when nothing is. Nothing that exists is ever overwritten.</summary>
    public string? FindObstacle()
    {
        string[] paths = [file, ClientFiles];
        if (paths.FirstOrDefault(Path.Exists) is { } existing)
            return $"{existing} exists already. Give the backup a name of its own.";
        string[] partial = [_partialFile, PartialClientFiles];
        return partial.FirstOrDefault(Path.Exists) is { } unfinished
            ? $"{unfinished} exists: another backup is writing it, or was killed. Delete it if none is running."
            : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) ? null : "There is no such folder. Create it first.";
    }

    /// <summary>Copies the store and the clients' files. On any failure nothing of the backup is left.</summary>
    /// <param name="storage">Where the store is.</param>
    /// <param name="progress">Shows each step.</param>
    /// <param name="cancellationToken">Cancels the backup.</param>
    /// <exception cref="StoreUnavailableException">The store can't be read, or the copy can't be written.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    public async Task<BackupResult> CreateAsync(StorageOptions storage, WorkProgress progress, CancellationToken cancellationToken)
    {
        // Created before SQLite opens it, so that it is private from the first byte, and never another's.
        PrivateFiles.Create(_partialFile, FileMode.CreateNew).Dispose();
        try
        {
            // SQLite blocks its thread, so it gets one of its own.
            await progress.RunAsync("Copying the store", fraction => Task.Run(
                () => SqliteBackup.Copy(storage.ConnectionString, _partialFile, fraction, cancellationToken), CancellationToken.None));
            if (!await progress.RunAsync("Checking the copy", _ => Task.Run(() => SqliteBackup.IsSound(_partialFile), CancellationToken.None)))
                throw new InvalidDataException("SQLite finds the copy damaged, and so the store as well.");
            var files = await progress.RunAsync("Copying the clients' files that wait for their ticket", fraction =>
                AttachmentsSetup.CreateSpool(storage).CopyToAsync(PartialClientFiles, fraction, cancellationToken));
            var bytes = new FileInfo(_partialFile).Length;
            Finish(files);
            return new BackupResult(bytes, files);
        }
        finally
        {
            DeletePartial();
        }
    }

    /// <summary>
    /// The file gets its name last, so whoever sees it has all of the backup, after a power cut too: until a folder is synced, its names may change
    /// in any order.
    /// </summary>
    private void Finish(int clientFiles)
    {
        if (clientFiles > 0)
        {
            Directory.Move(PartialClientFiles, ClientFiles);
            FolderSync.RunForParent(file);
        }

        try
        {
            File.Move(_partialFile, file, overwrite: false);
        }
        catch (IOException) when (clientFiles > 0)
        {
            Directory.Move(ClientFiles, PartialClientFiles);
            throw;
        }

        FolderSync.RunForParent(file);
    }

    private void DeletePartial()
    {
        foreach (var path in new[] { _partialFile, _partialFile + "-journal", _partialFile + "-wal", _partialFile + "-shm" })
            File.Delete(path);
        if (Directory.Exists(PartialClientFiles))
            Directory.Delete(PartialClientFiles, recursive: true);
    }
}

/// <param name="Bytes">The size of the copied store.</param>
/// <param name="ClientFiles">How many clients' files were copied.</param>
internal sealed record BackupResult(long Bytes, int ClientFiles);
