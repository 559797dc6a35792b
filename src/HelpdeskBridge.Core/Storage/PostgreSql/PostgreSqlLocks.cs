namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// Advisory locks of the database. They are numbers that no other program takes a lock by: the first is "hbridge" in ASCII. A lock of a transaction
/// ends with it, and a lock of a session with its connection.
/// </summary>
internal static class PostgreSqlLocks
{
    /// <summary>Whoever writes to the store: one transaction at a time, in all processes.</summary>
    public const string Writer = "29381641111889765";

    /// <summary>Whoever migrates: of several processes that start at the same time, the others wait.</summary>
    public const string Migrations = "29381641111889766";

    /// <summary>Whoever copies another store into this one.</summary>
    public const string Copy = "29381641111889767";

    /// <summary>Whoever makes the tables of the cluster.</summary>
    public const string ClusterTables = "29381641111889768";

    /// <summary>Whoever works on the store: one process alone, or those of a cluster together.</summary>
    public const string Processes = "29381641111889769";
}
