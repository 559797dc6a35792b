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
    public Task<string> CreateAsync() =>
        CreateAsync(async server => await server.CreateDatabaseAsync(_template ??= await CreateTemplateAsync(server)));

    /// <summary>Makes a database that has nothing.</summary>
    /// <returns>The connection string.</returns>
    public Task<string> CreateEmptyAsync() => CreateAsync(server => server.CreateDatabaseAsync());

    /// <summary>Where there is no PostgreSQL, the test is skipped; in CI it fails.</summary>
    internal static void RequireInstalled()
    {
        if (PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException("PostgreSQL is not installed. CI must install it.");
        Assert.SkipWhen(PostgreSqlServer.Programs is null, "PostgreSQL is not installed.");
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

    private async Task<string> CreateAsync(Func<PostgreSqlServer, Task<string>> create)
    {
        RequireInstalled();
        await _starting.WaitAsync();
        try
        {
            // A template is copied by one at a time.
            return await create(_server ??= await PostgreSqlServer.StartAsync());
        }
        finally
        {
            _starting.Release();
        }
    }

    private static async Task<string> CreateTemplateAsync(PostgreSqlServer server)
    {
        var template = await server.CreateDatabaseAsync();
        await using (var database = Open(template))
            await database.MigrateAsync(CancellationToken.None);
        return template;
    }
}
