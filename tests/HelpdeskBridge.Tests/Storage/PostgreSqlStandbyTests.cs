using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Tests.Processes;
using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// A PostgreSQL server that answers a commit only when a standby has it, as its administrator wants (<c>synchronous_standby_names</c>). What only the
/// server itself has would be lost with it.
/// </summary>
public sealed class PostgreSqlStandbyTests : IAsyncLifetime
{
    /// <summary>Whoever waits for a standby.</summary>
    private const string Waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private const string WaitForWaiting = $"""
        DO $$ BEGIN
            WHILE NOT EXISTS (SELECT 1 {Waiting}) LOOP
                PERFORM pg_sleep(0.02); PERFORM pg_stat_clear_snapshot();
            END LOOP;
        END $$
        """;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private PostgreSqlServer _server = null!;
    private string _connectionString = null!;
    private PostgreSqlDatabase _store = null!;

    /// <summary>The same store for somebody who does not wait for long.</summary>
    private PostgreSqlDatabase _hasty = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        PostgreSqlFixture.RequireInstalled();
        _server = await PostgreSqlServer.StartAsync();
        _connectionString = await _server.CreateDatabaseAsync();
        _store = PostgreSqlFixture.Open(_connectionString);
        _hasty = PostgreSqlFixture.Open($"{_connectionString};Command Timeout=2");
        await _store.MigrateAsync(CancellationToken);
        await AddAsync("known before");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _hasty.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_that_no_standby_has_is_answered_as_unknown_and_seen_by_nobody_until_one_has_it()
    {
        await _server.WaitForStandbyAsync("nobody");

        (await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(_hasty, "7"))).MayBeStored.ShouldBeTrue();
        (await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(_hasty, "8"))).MayBeStored.ShouldBeFalse("its turn did not come");
        (await ListAsync()).ShouldBe(["known before"], "what may be lost is not worked on");

        await _server.WaitForStandbyAsync("");

        await UntilAsync(() => AddAsync(_hasty, "9"));
        (await ListAsync()).ShouldBe(["7", "9", "known before"]);
    }

    [Fact]
    public async Task A_commit_waits_for_a_standby_that_is_gone_and_succeeds_when_it_is_back()
    {
        await using var standby = await _server.CreateStandbyAsync();
        await AddAsync("6");
        await standby.StopAsync();

        var writing = AddAsync("7");
        await ExecuteAsync(WaitForWaiting);
        writing.IsCompleted.ShouldBeFalse();
        await standby.ContinueAsync();

        await writing;
        await AddAsync("8");
        (await ListAsync()).ShouldBe(["6", "7", "8", "known before"]);
    }

    [Theory]
    [InlineData("pg_cancel_backend", false)]
    [InlineData("pg_cancel_backend", true)]
    [InlineData("pg_terminate_backend", false)]
    [InlineData("pg_terminate_backend", true)]
    public async Task A_commit_whose_wait_for_the_standby_is_ended_is_stored_only_if_a_standby_has_it_in_the_end(string end, bool comesBack)
    {
        await _server.WaitForStandbyAsync("nobody");
        var writing = AddAsync("7");
        await ExecuteAsync(WaitForWaiting);
        await ExecuteAsync($"SELECT {end}(pid) {Waiting}");
        await UntilAsync(async () => (await ListAsync()).ShouldContain("7"));
        writing.IsCompleted.ShouldBeFalse("the server itself has it, and no standby");

        if (comesBack)
        {
            await _server.WaitForStandbyAsync("");
            await writing;
            return;
        }

        (await Should.ThrowAsync<StoreUnavailableException>(() => writing)).MayBeStored.ShouldBeTrue();
        await _server.WaitForStandbyAsync("");
        await AddAsync("8");
        (await ListAsync()).ShouldBe(["7", "8", "known before"]);
    }

    [Fact]
    public async Task A_server_that_shall_not_tell_its_warnings_tells_them_to_the_store()
    {
        await ExecuteAsync("ALTER ROLE bridge SET client_min_messages = error");
        await using var quiet = PostgreSqlFixture.Open(_connectionString);
        await _server.WaitForStandbyAsync("nobody");
        var writing = AddAsync(quiet, "7");
        await ExecuteAsync(WaitForWaiting);
        await ExecuteAsync($"SELECT pg_cancel_backend(pid) {Waiting}");

        (await Should.ThrowAsync<StoreUnavailableException>(() => writing)).MayBeStored.ShouldBeTrue();
    }

    [Fact]
    public async Task A_clients_file_that_no_standby_has_is_not_kept_yet()
    {
        await _store.WriteAsync(write => write.Conversations.SaveAsync(StoreContract.CreateConversation("c1")), CancellationToken);
        var file = new ClientFile("https://files.example.com/1.png", "1.png", null);
        await _store.WriteAsync(write => write.Queues.EnqueueAsync("c1", new Outgoing(file, Now), file.ToJson(), "m1", Now), CancellationToken);
        await _server.WaitForStandbyAsync("nobody");

        await Should.ThrowAsync<StoreUnavailableException>(() => SaveAsync(_hasty));

        await _server.WaitForStandbyAsync("");
        (await SaveAsync(_store)).ShouldBeTrue();

        static Task<bool> SaveAsync(PostgreSqlDatabase store) => store.ClientFiles.SaveAsync("m1", new MemoryStream([1, 2, 3]), CancellationToken);
    }

    private Task AddAsync(string ticket) => AddAsync(_store, ticket);

    private static Task AddAsync(PostgreSqlDatabase store, string ticket) =>
        store.WriteAsync(write => write.TicketSyncs.AddAsync("main", ticket, Now), CancellationToken);

    private Task<List<string>> ListAsync() =>
        PostgreSqlRows.ReadAsync(_connectionString, "SELECT ticket_id FROM noted_tickets ORDER BY ticket_id");

    /// <summary>As an administrator, who waits for nothing.</summary>
    private Task ExecuteAsync(string sql) =>
        _server.ExecuteAsync(sql, new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, CommandTimeout = 0 }.ToString());

    private static async Task UntilAsync(Func<Task> work)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or ShouldAssertException)
            {
                await PauseAsync();
            }
        }
    }

    private static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken);
}
