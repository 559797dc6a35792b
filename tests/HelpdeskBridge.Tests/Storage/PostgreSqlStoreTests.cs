using System.Data.Common;
using System.IO.Pipelines;
using System.Security.Cryptography;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Tests.Processes;
using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The contract on PostgreSQL, each test in a database of its own, and what can happen to a server only.</summary>
public sealed class PostgreSqlStoreTests(PostgreSqlFixture server) : StoreContract
{
    private string? _connectionString;

    /// <summary>Some tests stop in the middle of a write, for longer than the service ever does where the machine is busy.</summary>
    private protected override async Task<IDatabase> OpenAsync() =>
        PostgreSqlFixture.Open($"{_connectionString ??= await server.CreateAsync()};Options=-c idle_in_transaction_session_timeout=60000");

    /// <summary>The databases go with their server. To drop each by itself would take longer than the tests.</summary>
    protected override ValueTask RemoveAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_PostgreSQL_stores_in_no_text_becomes_U_FFFD()
    {
        await using var store = PostgreSqlFixture.Open(_connectionString!);
        var client = new ChannelUser("shop", "nul\0 and half \uD83D, whole 😀");
        await SaveAsync(store, CreateConversation("c1", client) with { UserName = "\0\uDE00" });

        var found = (await store.ReadAsync(read => read.Conversations.FindCurrentAsync(client), CancellationToken)).ShouldNotBeNull();

        (found.Id, found.Client.UserId, found.UserName).ShouldBe(("c1", "nul\uFFFD and half \uFFFD, whole 😀", "\uFFFD\uFFFD"));
    }

    [Fact]
    public async Task The_longest_id_of_a_client_in_the_longest_characters_works_everywhere()
    {
        // Random, so that the server can't compress it into what an index takes.
        var random = new Random(4711);
        string CreateId() => new([.. Enumerable.Range(0, 1024).Select(_ => (char)random.Next(0x4E00, 0x9FFF))]);
        var (client, other) = (new ChannelUser("shop", CreateId()), new ChannelUser("shop", CreateId()));
        await using var store = PostgreSqlFixture.Open(_connectionString!);
        await SaveAsync(store, CreateConversation("c0", client, Phase.Ended));
        await SaveAsync(store, CreateConversation("c1", client));
        await SaveAsync(store, CreateConversation("c2", other));
        await store.WriteAsync(write => write.Requesters.SaveAsync("main", client, new Requester("1", "Ann")), CancellationToken);
        await store.WriteAsync(write => write.Requesters.SaveAsync("main", client, new Requester("2", "Ann")), CancellationToken);

        await Should.ThrowAsync<StoreUnavailableException>(
            () => SaveAsync(store, CreateConversation("c3", client)), "a second open conversation of a client");
        (await store.ReadAsync(read => read.Conversations.FindCurrentAsync(client), CancellationToken))!.Id.ShouldBe("c1");
        (await store.ReadAsync(read => read.Conversations.HasOpenAsync(client), CancellationToken)).ShouldBeTrue();
        (await store.ReadAsync(read => read.Requesters.FindAsync("main", client), CancellationToken)).ShouldBe(new Requester("2", "Ann"));
        (await store.ReadAsync(read => read.Requesters.FindAsync("main", other), CancellationToken)).ShouldBeNull();
        var ids = await store.ReadAsync(read => read.Conversations.ListIdsAsync(client, 10), CancellationToken);
        ids.ShouldBe(["c0", "c1"], ignoreOrder: true);

        await store.WriteAsync(write => write.Erasure.EraseAsync(ids), CancellationToken);

        (await store.ReadAsync(read => read.Conversations.FindCurrentAsync(client), CancellationToken)).ShouldBeNull();
        (await store.ReadAsync(read => read.Requesters.FindAsync("main", client), CancellationToken)).ShouldBeNull();
        (await store.ReadAsync(read => read.Conversations.FindCurrentAsync(other), CancellationToken))!.Id.ShouldBe("c2");
    }

    [Fact]
    public async Task A_server_that_is_stopped_refuses_reads_and_writes_and_takes_them_again_once_it_runs()
    {
        await using var own = await PostgreSqlServer.StartAsync();
        await using var store = PostgreSqlFixture.Open(await own.CreateDatabaseAsync());
        await store.MigrateAsync(CancellationToken);
        await AddSyncAsync(store, "7");

        // Several readers leave several connections behind.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => IsPendingAsync(store, "7")));
        await own.StopAsync();
        await Should.ThrowAsync<StoreUnavailableException>(() => AddSyncAsync(store, "8"));
        await Should.ThrowAsync<StoreUnavailableException>(() => IsPendingAsync(store, "7"));
        await own.ContinueAsync();

        await AddSyncAsync(store, "9");
        (await IsPendingAsync(store, "7")).ShouldBeTrue();
        (await IsPendingAsync(store, "8")).ShouldBeFalse();
        (await IsPendingAsync(store, "9")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_was_restarted_between_two_writes_costs_neither_a_write_nor_a_read(bool isKnownBefore)
    {
        await using var own = await PostgreSqlServer.StartAsync();
        await using var store = PostgreSqlFixture.Open(await own.CreateDatabaseAsync());
        await store.MigrateAsync(CancellationToken);
        await AddSyncAsync(store, "7");
        await own.StopAsync();
        await own.ContinueAsync();

        await AddSyncAsync(store, "8", isKnownBefore);
        (await IsPendingAsync(store, "8")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_that_takes_too_long_is_not_run_again(bool isStatement)
    {
        await using var store = PostgreSqlFixture.Open($"{_connectionString};Command Timeout=1");
        await using var locking = await PostgreSqlRows.OpenAsync(_connectionString!);
        await using var transaction = await locking.BeginTransactionAsync(CancellationToken);
        await using var command = new NpgsqlCommand("LOCK TABLE noted_tickets IN ACCESS EXCLUSIVE MODE", locking);
        await command.ExecuteNonQueryAsync(CancellationToken);
        var runs = 0;

        await Should.ThrowAsync<StoreUnavailableException>(
            () => isStatement ? store.ReadStatementAsync(ReadAsync, CancellationToken) : store.ReadAsync(ReadAsync, CancellationToken));

        runs.ShouldBe(1);

        Task<PendingTicketSync?> ReadAsync(StoreTransaction read)
        {
            runs++;
            return read.TicketSyncs.FindAsync("main", "7");
        }
    }

    [Theory]
    [InlineData(nameof(CutAt.Commit), false, false)]
    [InlineData(nameof(CutAt.Answer), true, false)]
    [InlineData(nameof(CutAt.Commit), false, true)]
    [InlineData(nameof(CutAt.Answer), true, true)]
    public async Task A_commit_whose_answer_is_lost_is_reported_as_what_it_was(string cutAt, bool isStored, bool isKnownBefore)
    {
        await using var proxy = new CuttingProxy(_connectionString!);
        await using var store = PostgreSqlFixture.Open(proxy.ConnectionString);
        proxy.CutAt = Enum.Parse<CutAt>(cutAt);

        if (isStored)
            await AddSyncAsync(store, "7", isKnownBefore);
        else
            await Should.ThrowAsync<StoreUnavailableException>(() => AddSyncAsync(store, "7", isKnownBefore));

        proxy.CutAt.ShouldBe(CutAt.Nowhere, "a connection was cut");
        (await PostgreSqlRows.ReadAsync(_connectionString!, "SELECT ticket_id FROM noted_tickets")).ShouldBe(isStored ? ["7"] : []);
        await AddSyncAsync(store, "8");
        (await IsPendingAsync(store, "8")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_commit_that_never_reached_a_server_that_crashed_is_not_taken_for_another_one_after_the_crash()
    {
        await using var own = await PostgreSqlServer.StartAsync();
        var database = await own.CreateDatabaseAsync();
        await using var elsewhere = PostgreSqlFixture.Open(database);
        await elsewhere.MigrateAsync(CancellationToken);
        await using var connections = new PostgreSqlConnections(database);
        using var writer = new PostgreSqlWriteConnection(connections);
        writer.Begin();
        writer.BeginWrite();
        await new StoreTransaction(new StoreConnection(writer.Connection)).TicketSyncs.AddAsync("main", "7", Now);
        writer.EndWrite();
        await own.StopAsync();
        await own.ContinueAsync();

        // The server has forgotten the transaction, and gives its number to one of these.
        foreach (var other in Enumerable.Range(100, 20))
            await AddSyncAsync(elsewhere, $"{other}");

        Should.Throw<DbException>(writer.Commit);
        (await IsPendingAsync(elsewhere, "7")).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_processes_that_write_to_one_conversation_leave_no_gap_and_no_number_twice()
    {
        const int Each = 60;
        IDatabase[] stores = [PostgreSqlFixture.Open(_connectionString!), PostgreSqlFixture.Open(_connectionString!)];
        try
        {
            await SaveAsync(stores[0], CreateConversation("c1"));
            await Task.WhenAll(
                from number in Enumerable.Range(0, Each)
                from index in Enumerable.Range(0, stores.Length)
                select stores[index].WriteAsync(
                    write =>
                    {
                        var text = new ClientText($"{number}");
                        return write.Queues.EnqueueAsync("c1", new Outgoing(text, Now), text.ToJson(), $"{index}-{number}", Now);
                    },
                    CancellationToken));

            var rows = await PostgreSqlRows.ReadAsync(_connectionString!, "SELECT sequence, behind FROM messages ORDER BY sequence");
            rows.ShouldBe(Enumerable.Range(1, 2 * Each).Select(sequence => $"{sequence}|{(sequence > 1 ? 1 : 0)}"));
        }
        finally
        {
            foreach (var store in stores.Cast<IAsyncDisposable>())
                await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_process_that_stops_in_the_middle_of_a_write_does_not_hold_up_the_others_for_ever()
    {
        await using var store = PostgreSqlFixture.Open(_connectionString!);
        await using var connections = new PostgreSqlConnections(_connectionString!);
        await using var stopped = connections.OpenForWriting();
        await using var holding = new NpgsqlCommand("BEGIN; SELECT pg_advisory_xact_lock(29381641111889765)", stopped);
        await holding.ExecuteNonQueryAsync(CancellationToken);

        await AddSyncAsync(store, "7");

        await Should.ThrowAsync<NpgsqlException>(() => holding.ExecuteNonQueryAsync(CancellationToken), "the server has ended it");
        (await IsPendingAsync(store, "7")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_clients_file_is_there_for_every_process_until_its_message_is_settled()
    {
        await using var store = PostgreSqlFixture.Open(_connectionString!);
        await using var elsewhere = PostgreSqlFixture.Open(_connectionString!);
        var (one, other) = (store.ClientFiles, elsewhere.ClientFiles);
        var content = RandomNumberGenerator.GetBytes(2_500_000);
        await SaveAsync(store, CreateConversation("c1"));
        var file = new ClientFile("https://files.example.com/1.png", "1.png", null);
        await store.WriteAsync(write => write.Queues.EnqueueAsync("c1", new Outgoing(file, Now), file.ToJson(), "m1", Now), CancellationToken);

        (await ReadAsync(other)).ShouldBeNull();
        (await one.SaveAsync("m1", new MemoryStream(content), CancellationToken)).ShouldBeTrue();
        var longer = new MemoryStream([.. content, .. content]);
        (await other.SaveAsync("m1", longer, CancellationToken)).ShouldBeTrue("a link may give another file each time, and the first one stays");
        (await ReadAsync(other)).ShouldBe(content);

        await store.WriteAsync(write => write.RunAsync([DeliveryStatements.Settle("m1", MessageState.Delivered, "1", null, Now)]), CancellationToken);
        (await ReadAsync(other)).ShouldBeNull();
        (await one.SaveAsync("m1", new MemoryStream(content), CancellationToken)).ShouldBeFalse("nobody needs it any more");
        (await ReadAsync(other)).ShouldBeNull();

        static async Task<byte[]?> ReadAsync(IClientFileArchive files)
        {
            using var target = new MemoryStream();
            return await files.CopyToAsync("m1", target, CancellationToken) is null ? null : target.ToArray();
        }
    }

    [Fact]
    public async Task Files_that_take_long_leave_connections_for_those_who_read()
    {
        const int Connections = 8;
        await using var store = PostgreSqlFixture.Open(
            $"{_connectionString};Maximum Pool Size={Connections};Options=-c idle_in_transaction_session_timeout=60000");
        await SaveAsync(store, CreateConversation("c1"));
        var file = new ClientFile("https://files.example.com/1.png", "1.png", null);
        var contents = Enumerable.Range(1, Connections).ToDictionary(i => $"m{i}", _ => new Pipe());
        foreach (var id in contents.Keys)
            await store.WriteAsync(write => write.Queues.EnqueueAsync("c1", new Outgoing(file, Now), file.ToJson(), id, Now), CancellationToken);

        var saving = contents
            .Select(content => store.ClientFiles.SaveAsync(content.Key, content.Value.Reader.AsStream(), CancellationToken)).ToList();

        (await store.ReadAsync(read => read.Conversations.FindAsync("c1"), CancellationToken)).ShouldNotBeNull();
        foreach (var content in contents.Values)
            await content.Writer.CompleteAsync();
        (await Task.WhenAll(saving)).ShouldAllBe(isSaved => isSaved);
    }

    private static Task<Conversation> SaveAsync(IDatabase store, Conversation conversation) =>
        store.WriteAsync(write => write.Conversations.SaveAsync(conversation), CancellationToken);

    /// <param name="store">The store.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="isKnownBefore">Whether the statement travels together with the begin of its transaction.</param>
    private static async Task AddSyncAsync(PostgreSqlDatabase store, string ticketId, bool isKnownBefore = false)
    {
        if (!isKnownBefore)
        {
            await store.WriteAsync(write => write.TicketSyncs.AddAsync("main", ticketId, Now), CancellationToken);
            return;
        }

        const string Insert = """
            INSERT INTO noted_tickets (helpdesk, ticket_id, generation, attempts, due_at) VALUES ('main', @ticketId, 1, 0, 0) RETURNING ticket_id
            """;
        (await store.WriteAsync([new StoreStatement(Insert, StoreParameter.From("ticketId", ticketId))], CancellationToken)).ShouldBe([ticketId]);
    }

    private static Task<bool> IsPendingAsync(PostgreSqlDatabase store, string ticketId) =>
        store.ReadAsync(async read => await read.TicketSyncs.FindAsync("main", ticketId) is not null, CancellationToken);
}
