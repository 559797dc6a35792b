using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Shows whether the store takes writes.</summary>
internal sealed class ProbeStore(StoreConnection connection)
{
    /// <summary>Writes something, to see whether the store takes it.</summary>
    public Task WriteAsync(DateTimeOffset now) =>
        connection.ExecuteAsync("INSERT INTO probes (id, at) VALUES (1, @now) ON CONFLICT (id) DO UPDATE SET at = excluded.at", new { now = ToStored(now) });
}
