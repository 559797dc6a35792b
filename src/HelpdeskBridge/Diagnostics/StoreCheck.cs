using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Diagnostics;

/// <summary>The store: whether it can be read, whether it and its folder can be written, and the free space. It is opened for reading only.</summary>
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

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = GetExistingFolder(StoreFolder.Get(storage.Value));
        return [await ReadAsync(), CheckWritable(folder), CheckSpace(folder)];
    }

    private async Task<Finding> ReadAsync()
    {
        try
        {
            var store = await look.ReadAsync();
            return store switch
            {
                { Exists: false } => Create(
                    Id, FindingStatus.Skipped, store.Path, "There is no store yet: the service makes it when it starts first."),
                { UnknownMigration: { } migration } => Create(
                    Id,
                    FindingStatus.Fail,
                    store.Path,
                    $"A newer version of the bridge has written the store (migration {migration}), so this one does not start.",
                    $"Start the newer version, or set {Setting} to another file."),
                _ => Create(Id, FindingStatus.Ok, store.Path, "The store can be read."),
            };
        }
        catch (StoreUnavailableException e)
        {
            return Create(
                Id,
                FindingStatus.Fail,
                Setting,
                $"The store can't be read: {e.InnerException?.Message}",
                $"Look whether {Setting} names the right file, whether it is a store of the bridge, and whether this user may read it.");
        }
    }

    private Finding CheckWritable(string folder)
    {
        var file = Path.GetFullPath(GetStorePath());
        var refused = new[] { folder, file }.FirstOrDefault(path => Path.Exists(path) && !machine.CanWrite(path));
        var canBeFolder = Directory.Exists(folder);
        if (refused is null && canBeFolder)
            return Create(WritableId, FindingStatus.Ok, folder, "The store's folder can be written.");
        return Create(
            WritableId,
            FindingStatus.Fail,
            refused ?? folder,
            $"This user can't write {refused ?? folder}, so the service would refuse every call.",
            $"Give the service's user the right to write there (chown, or the volume's options), or set {Setting} to a file elsewhere.");
    }

    private Finding CheckSpace(string folder)
    {
        if (machine.GetFreeSpace(folder) is not { } free)
            return Create(SpaceId, FindingStatus.Skipped, folder, "The free space is not known.");
        var what = $"{free / Megabyte} MB are free.";
        const string Fix =
            $"Free space on this disk, enlarge it, or set {Setting} to a file on another one. Storage:Retention makes old chats go sooner.";
        return free switch
        {
            < FailBelow => Create(SpaceId, FindingStatus.Fail, folder, $"The disk is nearly full: {what}", Fix),
            < WarnBelow => Create(SpaceId, FindingStatus.Warn, folder, what, Fix),
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
