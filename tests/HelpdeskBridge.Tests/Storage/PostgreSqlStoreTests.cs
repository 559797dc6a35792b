using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The contract on PostgreSQL, each test in a database of its own, and what can happen to a server only.</summary>
public sealed class PostgreSqlStoreTests(PostgreSqlFixture server) : StoreContract
{
    private string? _connectionString;

    private protected override async Task<IDatabase> OpenAsync() => PostgreSqlFixture.Open(_connectionString ??= await server.CreateAsync());

    /// <summary>The databases go with their server. To drop each by itself would take longer than the tests.</summary>
    protected override ValueTask RemoveAsync() => ValueTask.CompletedTask;
}
