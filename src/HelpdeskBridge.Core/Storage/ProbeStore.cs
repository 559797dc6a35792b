using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Shows whether the store can be written.</summary>
internal sealed class ProbeStore(StoreConnection connection)
{
    private const string Upsert = "INSERT INTO probes (id, at) VALUES (1, @now) ON CONFLICT (id) DO UPDATE SET at = excluded.at";

    /// <summary>Writes a row that nobody reads.</summary>
    public Task WriteAsync(DateTimeOffset now) => connection.ExecuteAsync(Upsert, new { now = ToStored(now) });
}
