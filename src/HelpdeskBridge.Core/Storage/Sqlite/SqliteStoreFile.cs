using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>The database's file, as its connection string names it.</summary>
internal static class SqliteStoreFile
{
    /// <summary>The folder of the file; null when the connection string names none, and the file is in the working folder.</summary>
    public static string? GetFolder(string connectionString) =>
        Path.GetDirectoryName(GetPath(connectionString)) is { Length: > 0 } folder ? folder : null;

    /// <summary>Whether there is a store already. Opening a connection would create one.</summary>
    public static bool Exists(string connectionString) => File.Exists(GetPath(connectionString));

    /// <summary>
    /// What is wrong with a connection string; null when nothing is. The answer repeats no part of it, because it may hold a password.
    /// </summary>
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

    /// <summary>Whether it is a connection string of SQLite with a file in it.</summary>
    public static bool NamesFile(string connectionString)
    {
        try
        {
            return GetPath(connectionString).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public static string GetPath(string connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;
}
