using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Diagnostics;

/// <summary>
/// The store: whether it can be read, whether it and the folder beside it can be written, and the free space. Nothing is written.
/// </summary>
internal sealed class StoreCheck(StoreLook look, IMachine machine, IOptions<StorageOptions> storage) : IDoctorCheck
{
    private const string Id = "store.file";
    private const string WritableId = "store.writable";
    private const string SpaceId = "store.space";
    private const string Setting = "Storage:ConnectionString";
    private const long Megabyte = 1024 * 1024;

    /// <summary>Below this, the store and the files on their way do not fit for long.</summary>
    private const long FailBelow = 100 * Megabyte;
    private const long WarnBelow = 1024 * Megabyte;

    private bool IsServer => storage.Value.Provider == StorageProvider.PostgreSql;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = GetExistingFolder(StoreFolder.Get(storage.Value));
        return [.. await ReadAsync(), CheckWritable(folder), CheckSpace(folder)];
    }

    private async Task<IReadOnlyList<Finding>> ReadAsync()
    {
        try
        {
            var store = await look.ReadAsync();
            return store.Server is { } server
                ? [CreateRead(store), .. StoreServerFindings.Create(store.Name, server, store.Exists)]
                : [CreateRead(store)];
        }
        catch (StoreUnavailableException e) when (IsServer)
        {
            return
            [
                Create(
                    Id,
                    FindingStatus.Fail,
                    StoreInspection.GetName(storage.Value),
                    $"The store can't be reached: {e.Reason}",
                    $"Look at {Setting}, at the network and at the server, and whether the database and its user exist (docs/deploying.md)."),
            ];
        }
        catch (StoreUnavailableException e)
        {
            return
            [
                Create(
                    Id,
                    FindingStatus.Fail,
                    Setting,
                    $"The store can't be read: {e.Reason}",
                    $"Look whether {Setting} names the right file, whether it is a store of the bridge, and whether this user may read it."),
            ];
        }
    }

    private static Finding CreateRead(StoreInspection store) => store switch
    {
        { Exists: false } => Create(
            Id, FindingStatus.Skipped, store.Name, "There is no store yet: the service makes it when it starts first."),
        { UnknownMigration: { } migration } => Create(
            Id,
            FindingStatus.Fail,
            store.Name,
            $"A newer version of the bridge has written the store (migration {migration}), so this one does not start.",
            $"Start the newer version, or set {Setting} to another {(store.Server is null ? "file" : "database")}."),
        { IsUnfinishedCopy: true } => Create(
            Id,
            FindingStatus.Fail,
            store.Name,
            "The store is the copy of a SQLite store that is not complete, so the service does not start on it.",
            "Run \"migrate-store\" again with the settings of the SQLite store: it goes on where it was."),
        _ => Create(Id, FindingStatus.Ok, store.Name, "The store can be read."),
    };

    private Finding CheckWritable(string folder)
    {
        string[] paths = IsServer ? [folder] : [folder, Path.GetFullPath(GetStorePath())];
        var refused = Array.Find(paths, path => Path.Exists(path) && !machine.CanWrite(path));
        var canBeFolder = Directory.Exists(folder);
        if (refused is null && canBeFolder)
        {
            var what = IsServer ? "The folder for clients' files can be written." : "The store's folder can be written.";
            return Create(WritableId, FindingStatus.Ok, folder, what);
        }

        return Create(
            WritableId,
            FindingStatus.Fail,
            refused ?? folder,
            IsServer
                ? $"This user can't write {refused ?? folder}, so no client's file would get into its ticket."
                : $"This user can't write {refused ?? folder}, so the service would refuse every call.",
            "Give the service's user the right to write there (chown, or the volume's options)"
                + (IsServer ? ", or start it in another working folder." : $", or set {Setting} to a file elsewhere."));
    }

    private Finding CheckSpace(string folder)
    {
        if (machine.GetFreeSpace(folder) is not { } free)
            return Create(SpaceId, FindingStatus.Skipped, folder, "The free space is not known.");
        var what = $"{free / Megabyte} MB are free.";
        var fix = IsServer
            ? "Free space on this disk, or enlarge it. Clients' files lie there until they are in their tickets."
            : $"Free space on this disk, enlarge it, or set {Setting} to a file on another one. Storage:Retention makes old chats go sooner.";
        return free switch
        {
            < FailBelow => Create(SpaceId, FindingStatus.Fail, folder, $"The disk is nearly full: {what}", fix),
            < WarnBelow => Create(SpaceId, FindingStatus.Warn, folder, what, fix),
            _ => Create(SpaceId, FindingStatus.Ok, folder, what),
        };
    }

    private string GetStorePath() => Path.Combine(
        StoreFolder.Get(storage.Value), Path.GetFileName(Storage.Sqlite.SqliteStoreFile.GetPath(storage.Value.ConnectionString)));

    /// <summary>The folder, or the nearest one above it that exists: the service makes the rest.</summary>
    private static string GetExistingFolder(string folder)
    {
        var full = Path.GetFullPath(folder);
        while (!Path.Exists(full) && Path.GetDirectoryName(full) is { } parent)
            full = parent;
        return full;
    }

    private static Finding Create(string id, FindingStatus status, string subject, string what, string fix = "") =>
        new(id, subject, status, FindingSide.Store, what, fix);
}
