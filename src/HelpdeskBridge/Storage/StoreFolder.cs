using HelpdeskBridge.Settings;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage;

/// <summary>The folder of the store's file; what is kept beside the store lies in it.</summary>
internal static class StoreFolder
{
    private const string Default = "data";

    public static string Of(StorageOptions storage) =>
        storage.Provider == StorageProvider.Sqlite && Path.GetDirectoryName(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource) is { Length: > 0 } folder
            ? folder
            : Default;

    /// <summary>Whether there is a store already; opening one makes it.</summary>
    public static bool Exists(StorageOptions storage) => File.Exists(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource);
}
