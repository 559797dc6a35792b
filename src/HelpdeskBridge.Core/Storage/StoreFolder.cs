using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Storage;

/// <summary>The folder for files that are kept beside the store.</summary>
internal static class StoreFolder
{
    private const string Default = "data";

    public static string Get(StorageOptions storage) =>
        storage.Provider == StorageProvider.Sqlite && SqliteStoreFile.GetFolder(storage.ConnectionString) is { } folder ? folder : Default;
}
