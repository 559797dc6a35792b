using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Tests.Processes;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(PostgreSqlFixture))]

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// One PostgreSQL server for all tests, started by the first that needs it. Where PostgreSQL is not installed, the tests are skipped; in CI they fail
/// instead, so that they can't be left out without anybody noticing.
/// </summary>
public sealed class PostgreSqlFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgreSqlServer? _server;
    private string? _template;

    /// <summary>Makes a database that has the present schema.</summary>
    /// <returns>The connection string.</returns>
    public async Task<string> CreateAsync()
    {
        if (PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException("PostgreSQL is not installed. CI must install it.");
        Assert.SkipWhen(PostgreSqlServer.Programs is null, "PostgreSQL is not installed.");
        await _starting.WaitAsync();
        try
        {
            _server ??= await PostgreSqlServer.StartAsync();
            _template ??= await CreateTemplateAsync(_server);

            // A template is copied by one at a time.
            return await _server.CreateDatabaseAsync(_template);
        }
        finally
        {
            _starting.Release();
        }
    }

    internal static PostgreSqlDatabase Open(string connectionString) => new(
        new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString }.AsOptions(),
        NullLogger<PostgreSqlDatabase>.Instance);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _starting.Dispose();
    }

    private static async Task<string> CreateTemplateAsync(PostgreSqlServer server)
    {
        var template = await server.CreateDatabaseAsync();
        await using (var database = Open(template))
            await database.MigrateAsync(CancellationToken.None);
        return template;
    }
}
