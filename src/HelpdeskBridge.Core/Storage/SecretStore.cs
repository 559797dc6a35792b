using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Secrets that the bridge made for itself.</summary>
internal sealed class SecretStore(StoreConnection connection)
{
    /// <summary>The secret of that name. The first who asks has brought it; everybody gets the same one, also processes that ask at the same time.</summary>
    public async Task<string> GetOrAddAsync(string name, string candidate, DateTimeOffset now)
    {
        await connection.ExecuteAsync(
            "INSERT INTO secrets (name, value, created_at) VALUES (@name, @candidate, @now) ON CONFLICT (name) DO NOTHING",
            new { name, candidate, now = ToStored(now) });
        return await connection.FirstAsync<string>("SELECT value FROM secrets WHERE name = @name", new { name })
            ?? throw new InvalidDataException("A secret was stored a moment ago.");
    }
}
