using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>How far each helpdesk's own feed of changes was read.</summary>
internal sealed class FeedCursorStore(StoreConnection connection)
{
    private const string SelectSince = "SELECT cursor FROM feed_cursors WHERE helpdesk = @helpdesk AND saved_at >= @since";

    private const string Upsert = """
        INSERT INTO feed_cursors (helpdesk, cursor, saved_at) VALUES (@helpdesk, @cursor, @now)
        ON CONFLICT (helpdesk) DO UPDATE SET cursor = excluded.cursor, saved_at = excluded.saved_at
        """;

    /// <summary>The cursor to go on from; null when none was saved at <paramref name="since"/> or later.</summary>
    public Task<string?> FindAsync(string helpdesk, DateTimeOffset since) =>
        connection.FirstAsync<string>(SelectSince, new { helpdesk, since = ToStored(since) });

    public Task SaveAsync(string helpdesk, string cursor, DateTimeOffset now) =>
        connection.ExecuteAsync(Upsert, new { helpdesk, cursor, now = ToStored(now) });
}
