using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>One thing that somebody did, or tried, on the admin side.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: the name given at the sign-in, "api key" or "command line".</param>
/// <param name="Address">The caller's address; empty on the command line.</param>
/// <param name="Action">What: signIn, signOut, retry, discard, erase, showTexts, retryMany, cancel.</param>
/// <param name="Subject">What it was done to, by its id. Never a client's id.</param>
/// <param name="Outcome">done, refused or the reason.</param>
internal sealed record AuditEntry(string Id, DateTimeOffset At, string Actor, string Address, string Action, string? Subject, string Outcome);

/// <summary>What operators did, and when.</summary>
internal sealed class AuditStore(StoreConnection connection)
{
    private const string Insert = """
        INSERT INTO audit (id, at, actor, address, action, subject, outcome)
        VALUES (@Id, @at, @Actor, @Address, @Action, @Subject, @Outcome)
        """;

    private const string SelectPage = """
        SELECT id AS Id, at AS At, actor AS Actor, address AS Address, action AS Action, subject AS Subject, outcome AS Outcome
        FROM audit WHERE CAST(@before AS TEXT) IS NULL OR id < @before ORDER BY id DESC LIMIT @limit
        """;

    private const string DeleteBefore = "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < @time ORDER BY at LIMIT @limit)";

    public Task AddAsync(AuditEntry entry) =>
        connection.ExecuteAsync(
            Insert, new { entry.Id, at = ToStored(entry.At), entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Outcome });

    /// <summary>One page of entries, newest first.</summary>
    /// <param name="before">Id of the last entry of the page before; null: the first page.</param>
    /// <param name="limit">Size of a page.</param>
    public async Task<List<AuditEntry>> ListAsync(string? before, int limit) =>
        (await connection.QueryAsync<Row>(SelectPage, new { before, limit })).ConvertAll(row => row.ToEntry());

    /// <summary>Removes the oldest entries that were made before a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="limit">How many entries at most.</param>
    /// <returns>How many entries were removed.</returns>
    public Task<int> DeleteBeforeAsync(DateTimeOffset time, int limit) =>
        connection.ExecuteAsync(DeleteBefore, new { time = ToStored(time), limit });

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public long At { get; init; }
        public string Actor { get; init; } = "";
        public string Address { get; init; } = "";
        public string Action { get; init; } = "";
        public string? Subject { get; init; }
        public string Outcome { get; init; } = "";

        public AuditEntry ToEntry() => new(Id, ToTime(At), Actor, Address, Action, Subject, Outcome);
    }
}
