using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Simulators;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Which processes may work on one PostgreSQL store.</summary>
public sealed class ProcessLockTests(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private const string Holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
        + "(SELECT oid FROM pg_database WHERE datname = current_database())";

    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await postgreSql.CreateEmptyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(false, false, "Another process works on this database (Storage:ConnectionString), and with Cluster:Provider None")]
    [InlineData(true, false, "Another process works on this database (Storage:ConnectionString), and with Cluster:Provider None")]
    [InlineData(false, true, "A process with Cluster:Provider None works on this database (Storage:ConnectionString), and must be the only one.")]
    public async Task A_process_that_must_be_alone_excludes_every_other(bool isFirstShared, bool isSecondShared, string message)
    {
        await using var first = await StartAsync(isFirstShared);
        await using var second = Create(isSecondShared, TimeSpan.Zero);

        (await Should.ThrowAsync<StoreInUseException>(() => second.StartAsync(Cancellation))).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task The_processes_of_a_cluster_work_together()
    {
        await using var first = await StartAsync(isShared: true);
        await using var second = await StartAsync(isShared: true);

        (await PostgreSqlRows.ReadAsync(_database, Holders)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_start_waits_for_the_process_before_it_to_end()
    {
        await using var first = await StartAsync(isShared: false);
        await using var second = Create(isShared: false, ProcessLock.MaxWait);
        var starting = second.StartAsync(Cancellation);

        await first.StopAsync(Cancellation);

        await starting;
    }

    [Fact]
    public async Task After_its_connection_was_lost_a_process_takes_the_lock_again()
    {
        await using var first = await StartAsync(isShared: false);
        var before = (await PostgreSqlRows.ReadAsync(_database, Holders)).ShouldHaveSingleItem();
        await PostgreSqlRows.ReadAsync(_database, $"SELECT pg_terminate_backend(pid) FROM ({Holders}) holders");

        await Wait.UntilAsync(async () => await PostgreSqlRows.ReadAsync(_database, Holders) is [var now] && now != before);

        await using var second = Create(isShared: false, TimeSpan.Zero);
        await Should.ThrowAsync<StoreInUseException>(() => second.StartAsync(Cancellation));
    }

    private async Task<ProcessLock> StartAsync(bool isShared)
    {
        var created = Create(isShared, TimeSpan.Zero);
        await created.StartAsync(Cancellation);
        return created;
    }

    private ProcessLock Create(bool isShared, TimeSpan maxWait) => new(
        new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = _database }.AsOptions(), new StoreSharing(isShared),
        NullLogger<ProcessLock>.Instance, maxWait);
}
