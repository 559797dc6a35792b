using HelpdeskBridge.Options;

namespace HelpdeskBridge.Storage;

/// <summary>Section <c>Storage</c>: where messages and conversations are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>Which database.</summary>
    /// <value>The default is <see cref="StorageProvider.Sqlite"/>.</value>
    public StorageProvider Provider { get; set; }

    /// <summary>
    /// The database's connection string. SQLite: the file, whose folder is made when it is missing. PostgreSQL: the server, the user and a database
    /// that exists, in the words of Npgsql: <c>Host=db;Database=bridge;Username=bridge;Password=…</c>.
    /// </summary>
    /// <value>The default is <c>Data Source=data/bridge.db</c>.</value>
    [Secret(Rotates = false)]
    public string ConnectionString { get; set; } = "Data Source=data/bridge.db";

    /// <summary>
    /// How long closed conversations are kept, with their messages, dead letters and files' links, and entries of the audit; then they are erased.
    /// Reports count them for two years all the same, without anything that leads to a client.
    /// </summary>
    /// <value>The default is 90 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Databases.</summary>
public enum StorageProvider
{
    /// <summary>A file beside the service; one process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database, version 14 or later; one process or several.</summary>
    PostgreSql,
}
