namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>What a server and a database say of themselves.</summary>
/// <param name="Version">The version as a number: 150004 is 15.4.</param>
/// <param name="IsStandby">Whether it follows another server and takes no writes.</param>
/// <param name="IsReadOnly">Whether transactions are read-only by default.</param>
/// <param name="WritesToDisk">The setting <c>fsync</c>.</param>
/// <param name="WritesFullPages">The setting <c>full_page_writes</c>.</param>
/// <param name="CommitsDurably">The setting <c>synchronous_commit</c>.</param>
/// <param name="ConnectionsLeft">How many connections this user can still open.</param>
/// <param name="MayCreate">Whether this user may create tables, as migrations do.</param>
/// <param name="RefusedTable">A table of the store that this user may not read and write; null: there is none.</param>
internal sealed record PostgreSqlServerState(
    long Version, bool IsStandby, bool IsReadOnly, bool WritesToDisk, bool WritesFullPages, string CommitsDurably, long ConnectionsLeft,
    bool MayCreate, string? RefusedTable)
{
    /// <summary>Older ones lack what the store needs.</summary>
    public const int MinVersion = 140000;
}
