using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>One thing somebody did, or tried, on the admin side.</summary>
/// <param name="Id">Ordered by time.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: the name given at the sign-in, "api key" or "command line".</param>
/// <param name="Address">From where; empty on the command line.</param>
/// <param name="Action">What: signIn, signOut, retry, discard, erase.</param>
/// <param name="Subject">On what, by its id; never a client's own.</param>
/// <param name="Outcome">done, refused or the reason.</param>
internal sealed record AuditEntry(string Id, DateTimeOffset At, string Actor, string Address, string Action, string? Subject, string Outcome);

/// <summary>What operators did, and when.</summary>
internal sealed class AuditStore(StoreConnection connection)
{
    public Task AddAsync(AuditEntry entry) =>
        connection.ExecuteAsync(
            "INSERT INTO audit (id, at, actor, address, action, subject, outcome) VALUES (@Id, @at, @Actor, @Address, @Action, @Subject, @Outcome)",
            new { entry.Id, at = ToStored(entry.At), entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Outcome });

    /// <summary>What was done, newest first.</summary>
    /// <param name="before">Id of the last one of the page before; null: from the newest.</param>
    /// <param name="limit">Size of a page.</param>
    public async Task<List<AuditEntry>> ListAsync(string? before, int limit) =>
        (await connection.QueryAsync<AuditRow>(
            """
            SELECT id AS Id, at AS At, actor AS Actor, address AS Address, action AS Action, subject AS Subject, outcome AS Outcome
            FROM audit WHERE CAST(@before AS TEXT) IS NULL OR id < @before ORDER BY id DESC LIMIT @limit
            """,
            new { before, limit })).ConvertAll(row => new AuditEntry(row.Id, ToTime(row.At), row.Actor, row.Address, row.Action, row.Subject, row.Outcome));

    public Task<int> DeleteBeforeAsync(DateTimeOffset time) => connection.ExecuteAsync("DELETE FROM audit WHERE at < @time", new { time = ToStored(time) });

    private sealed class AuditRow
    {
        public string Id { get; init; } = "";
        public long At { get; init; }
        public string Actor { get; init; } = "";
        public string Address { get; init; } = "";
        public string Action { get; init; } = "";
        public string? Subject { get; init; }
        public string Outcome { get; init; } = "";
    }
}
