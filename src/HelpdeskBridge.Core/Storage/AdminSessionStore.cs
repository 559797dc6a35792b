using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A sign-in to the admin page.</summary>
internal sealed record AdminSession(string TokenHash, string Actor, string KeyFingerprint, DateTimeOffset BeganAt, DateTimeOffset SeenAt);

/// <summary>Sign-ins to the admin page.</summary>
internal sealed class AdminSessionStore(StoreConnection connection)
{
    public Task AddAsync(AdminSession session) =>
        connection.ExecuteAsync(
            "INSERT INTO admin_sessions (token_hash, actor, key_print, began_at, seen_at) VALUES (@TokenHash, @Actor, @KeyFingerprint, @beganAt, @seenAt)",
            new { session.TokenHash, session.Actor, session.KeyFingerprint, beganAt = ToStored(session.BeganAt), seenAt = ToStored(session.SeenAt) });

    public async Task<AdminSession?> FindAsync(string tokenHash) =>
        await connection.FirstAsync<AdminSessionRow>(
            "SELECT actor AS Actor, key_print AS KeyFingerprint, began_at AS BeganAt, seen_at AS SeenAt FROM admin_sessions WHERE token_hash = @tokenHash", new { tokenHash }) is { } row
            ? new AdminSession(tokenHash, row.Actor, row.KeyFingerprint, ToTime(row.BeganAt), ToTime(row.SeenAt))
            : null;

    public Task TouchAsync(string tokenHash, DateTimeOffset now) =>
        connection.ExecuteAsync("UPDATE admin_sessions SET seen_at = @now WHERE token_hash = @tokenHash", new { tokenHash, now = ToStored(now) });

    public Task DeleteAsync(string tokenHash) => connection.ExecuteAsync("DELETE FROM admin_sessions WHERE token_hash = @tokenHash", new { tokenHash });

    /// <summary>Sessions nobody can use any more.</summary>
    public Task DeleteBegunBeforeAsync(DateTimeOffset begunBefore) => connection.ExecuteAsync("DELETE FROM admin_sessions WHERE began_at < @begunBefore", new { begunBefore = ToStored(begunBefore) });

    private sealed class AdminSessionRow
    {
        public string Actor { get; init; } = "";
        public string KeyFingerprint { get; init; } = "";
        public long BeganAt { get; init; }
        public long SeenAt { get; init; }
    }
}
