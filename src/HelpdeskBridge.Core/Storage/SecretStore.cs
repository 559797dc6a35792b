using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Secrets that the bridge generated for itself.</summary>
internal sealed class SecretStore(StoreConnection connection)
{
    private const string InsertIfAbsent = """
        INSERT INTO secrets (name, value, created_at) VALUES (@name, @candidate, @now) ON CONFLICT (name) DO NOTHING
        """;

    private const string Select = "SELECT value FROM secrets WHERE name = @name";

    /// <summary>The secret of that name. The first caller's candidate is stored. Every later caller gets it, in other processes as well.</summary>
    public async Task<string> GetOrAddAsync(string name, string candidate, DateTimeOffset now)
    {
        await connection.ExecuteAsync(InsertIfAbsent, new { name, candidate, now = ToStored(now) });
        return await connection.FirstAsync<string>(Select, new { name })
            ?? throw new InvalidDataException("A secret that was just stored can't be read.");
    }
}
