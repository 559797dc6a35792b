using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>How far a helpdesk's own feed of changes was read.</summary>
internal sealed class FeedCursorStore(StoreConnection connection)
{
    /// <summary>How far the helpdesk's feed of changes was read; null when that was before <paramref name="since"/> or never.</summary>
    public Task<string?> FindAsync(string helpdesk, DateTimeOffset since) =>
        connection.FirstAsync<string>("SELECT cursor FROM feed_cursors WHERE helpdesk = @helpdesk AND saved_at >= @since", new { helpdesk, since = ToStored(since) });

    public Task SaveAsync(string helpdesk, string cursor, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            INSERT INTO feed_cursors (helpdesk, cursor, saved_at) VALUES (@helpdesk, @cursor, @now)
            ON CONFLICT (helpdesk) DO UPDATE SET cursor = excluded.cursor, saved_at = excluded.saved_at
            """,
            new { helpdesk, cursor, now = ToStored(now) });
}
