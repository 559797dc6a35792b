using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage;

/// <summary>The folder of the store's file; what is kept beside the store lies in it.</summary>
internal static class StoreFolder
{
    private const string Default = "data";

    public static string Get(StorageOptions storage) =>
        storage.Provider == StorageProvider.Sqlite && Path.GetDirectoryName(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource) is { Length: > 0 } folder
            ? folder
            : Default;

    /// <summary>Why a store can't be opened by this; null: it can be tried. Never with a part of it, which may be a password.</summary>
    public static string? Validate(string connectionString)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(connectionString);
            return builder.DataSource.Length == 0 ? "names no file: Data Source=data/bridge.db"
                : builder.Password.Length > 0 ? "has a Password, which this SQLite has no use for; remove it, and protect the file"
                : null;
        }
        catch (ArgumentException)
        {
            return "is not a connection string of SQLite, such as Data Source=data/bridge.db";
        }
    }

    /// <summary>Whether there is a store already; opening one makes it.</summary>
    public static bool Exists(StorageOptions storage) => File.Exists(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource);
}
