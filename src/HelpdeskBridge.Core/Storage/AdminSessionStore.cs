using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A sign-in to the admin page.</summary>
/// <param name="TokenHash">Hash of the session's token. The token itself is not stored.</param>
/// <param name="Actor">The name that was given at the sign-in.</param>
/// <param name="KeyFingerprint">Fingerprint of the admin key it began with. Another key ends the session.</param>
/// <param name="BeganAt">When it began.</param>
/// <param name="SeenAt">When it was last used.</param>
internal sealed record AdminSession(string TokenHash, string Actor, string KeyFingerprint, DateTimeOffset BeganAt, DateTimeOffset SeenAt);

/// <summary>Sign-ins to the admin page.</summary>
internal sealed class AdminSessionStore(StoreConnection connection)
{
    private const string Insert = """
        INSERT INTO admin_sessions (token_hash, actor, key_print, began_at, seen_at)
        VALUES (@TokenHash, @Actor, @KeyFingerprint, @beganAt, @seenAt)
        """;

    private const string SelectByToken = """
        SELECT actor AS Actor, key_print AS KeyFingerprint, began_at AS BeganAt, seen_at AS SeenAt
        FROM admin_sessions WHERE token_hash = @tokenHash
        """;

    private const string UpdateSeenAt = "UPDATE admin_sessions SET seen_at = @now WHERE token_hash = @tokenHash";

    private const string DeleteByToken = "DELETE FROM admin_sessions WHERE token_hash = @tokenHash";

    private const string DeleteBegunBefore = "DELETE FROM admin_sessions WHERE began_at < @begunBefore";

    public Task AddAsync(AdminSession session) =>
        connection.ExecuteAsync(
            Insert,
            new
            {
                session.TokenHash, session.Actor, session.KeyFingerprint,
                beganAt = ToStored(session.BeganAt), seenAt = ToStored(session.SeenAt),
            });

    public async Task<AdminSession?> FindAsync(string tokenHash) =>
        await connection.FirstAsync<Row>(SelectByToken, new { tokenHash }) is { } row
            ? new AdminSession(tokenHash, row.Actor, row.KeyFingerprint, ToTime(row.BeganAt), ToTime(row.SeenAt))
            : null;

    /// <summary>The session was used.</summary>
    public Task TouchAsync(string tokenHash, DateTimeOffset now) => connection.ExecuteAsync(UpdateSeenAt, new { tokenHash, now = ToStored(now) });

    public Task DeleteAsync(string tokenHash) => connection.ExecuteAsync(DeleteByToken, new { tokenHash });

    /// <summary>Removes sessions that are too old to be used.</summary>
    public Task DeleteBegunBeforeAsync(DateTimeOffset begunBefore) =>
        connection.ExecuteAsync(DeleteBegunBefore, new { begunBefore = ToStored(begunBefore) });

    private sealed class Row
    {
        public string Actor { get; init; } = "";
        public string KeyFingerprint { get; init; } = "";
        public long BeganAt { get; init; }
        public long SeenAt { get; init; }
    }
}
