using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Tests.Processes;
using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A store on several PostgreSQL servers, of which one takes writes and the others follow it.</summary>
public sealed class PostgreSqlHostsTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("primary")]
    [InlineData("read-write")]
    public async Task The_one_that_takes_writes_is_used_and_after_a_fail_over_the_other_one(string? wanted)
    {
        PostgreSqlFixture.RequireInstalled();
        await using var primary = await PostgreSqlServer.StartAsync();
        var database = await primary.CreateDatabaseAsync();
        await using var standby = await primary.CreateStandbyAsync();

        // The one that takes no writes is named first.
        var both = new NpgsqlConnectionStringBuilder(database)
        {
            Host = $"127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}",
            TargetSessionAttributes = wanted,
        }.ToString();
        Validate(both).ShouldBeNull();
        await using var store = PostgreSqlFixture.Open(both);
        await store.MigrateAsync(CancellationToken);
        await AddAsync(store, "7");
        (await ListAsync(store)).ShouldBe(["7"]);

        await primary.StopAsync();
        await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(store, "8"));
        await standby.PromoteAsync();

        await UntilAsync(() => AddAsync(store, "9"));
        await UntilAsync(async () => (await ListAsync(store)).ShouldBe(["7", "9"]));
        var look = await PostgreSqlStoreReader.ReadAsync(both, _ => Task.FromResult(new Dictionary<string, string?>()));
        (look.HasStore, look.Server.IsStandby).ShouldBe((true, false));
    }

    [Fact]
    public void The_command_that_makes_a_backup_names_one_of_them() =>
        PostgreSqlConnections.GetDumpCommand("Host=db1:5433,db2;Database=bridge", "FILE")
            .ShouldBe("pg_dump --format=custom --file=FILE --host=db1 --port=5433 --username=USER bridge");

    [Fact]
    public void Why_none_can_be_used_is_said_of_each()
    {
        var failure = new NpgsqlException(
            "All hosts failed",
            new AggregateException(
                new NpgsqlException("1", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)),
                new NpgsqlException("2", new TimeoutException())));

        PostgreSqlFailure.Describe(failure).ShouldBe(
            "None of the PostgreSQL servers can be used. Nothing listens at the address of the PostgreSQL server. "
            + "The PostgreSQL server does not answer in time.");
    }

    private static string? Validate(string connectionString) => new StorageOptionsValidator().Validate(
        null, new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString }).FailureMessage;

    private static Task AddAsync(PostgreSqlDatabase store, string ticket) =>
        store.WriteAsync(write => write.TicketSyncs.AddAsync("main", ticket, DateTimeOffset.UnixEpoch), CancellationToken);

    private static async Task<IReadOnlyList<string>> ListAsync(PostgreSqlDatabase store) =>
        [.. (await store.ReadAsync(read => read.TicketSyncs.ListDueAsync(DateTimeOffset.UnixEpoch, null, 10), CancellationToken))
            .Select(sync => sync.TicketId).Order(StringComparer.Ordinal)];

    /// <summary>It is known for a second which server is a standby, to readers and to the writer.</summary>
    private static async Task UntilAsync(Func<Task> work)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken);
            }
        }
    }
}
