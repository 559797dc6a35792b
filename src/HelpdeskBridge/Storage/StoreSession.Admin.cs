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

/// <summary>A sign-in to the admin page.</summary>
internal sealed record AdminSession(string TokenHash, string Actor, string KeyPrint, DateTimeOffset BeganAt, DateTimeOffset SeenAt);

internal sealed partial class StoreSession
{
    public Task AddAuditAsync(AuditEntry entry) =>
        ExecuteAsync(
            "INSERT INTO audit (id, at, actor, address, action, subject, outcome) VALUES (@Id, @at, @Actor, @Address, @Action, @Subject, @Outcome)",
            new { entry.Id, at = Stored(entry.At), entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Outcome });

    /// <summary>What was done, newest first.</summary>
    /// <param name="before">Id of the last one of the page before; null: from the newest.</param>
    /// <param name="most">Size of a page.</param>
    public async Task<List<AuditEntry>> FindAuditAsync(string? before, int most) =>
        (await QueryAsync<AuditRow>(
            """
            SELECT id AS Id, at AS At, actor AS Actor, address AS Address, action AS Action, subject AS Subject, outcome AS Outcome
            FROM audit WHERE CAST(@before AS TEXT) IS NULL OR id < @before ORDER BY id DESC LIMIT @most
            """,
            new { before, most })).ConvertAll(row => new AuditEntry(row.Id, Time(row.At), row.Actor, row.Address, row.Action, row.Subject, row.Outcome));

    public Task AddAdminSessionAsync(AdminSession session) =>
        ExecuteAsync(
            "INSERT INTO admin_sessions (token_hash, actor, key_print, began_at, seen_at) VALUES (@TokenHash, @Actor, @KeyPrint, @beganAt, @seenAt)",
            new { session.TokenHash, session.Actor, session.KeyPrint, beganAt = Stored(session.BeganAt), seenAt = Stored(session.SeenAt) });

    public async Task<AdminSession?> FindAdminSessionAsync(string tokenHash) =>
        await FirstAsync<AdminSessionRow>(
            "SELECT actor AS Actor, key_print AS KeyPrint, began_at AS BeganAt, seen_at AS SeenAt FROM admin_sessions WHERE token_hash = @tokenHash", new { tokenHash }) is { } row
            ? new AdminSession(tokenHash, row.Actor, row.KeyPrint, Time(row.BeganAt), Time(row.SeenAt))
            : null;

    public Task SeeAdminSessionAsync(string tokenHash, DateTimeOffset now) =>
        ExecuteAsync("UPDATE admin_sessions SET seen_at = @now WHERE token_hash = @tokenHash", new { tokenHash, now = Stored(now) });

    public Task EndAdminSessionAsync(string tokenHash) => ExecuteAsync("DELETE FROM admin_sessions WHERE token_hash = @tokenHash", new { tokenHash });

    /// <summary>Sessions nobody can use any more.</summary>
    public Task EndOldAdminSessionsAsync(DateTimeOffset begunBefore) => ExecuteAsync("DELETE FROM admin_sessions WHERE began_at < @begunBefore", new { begunBefore = Stored(begunBefore) });

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

    private sealed class AdminSessionRow
    {
        public string Actor { get; init; } = "";
        public string KeyPrint { get; init; } = "";
        public long BeganAt { get; init; }
        public long SeenAt { get; init; }
    }
}
