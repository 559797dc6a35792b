using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Copying;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary><c>-- migrate-store</c>. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class MigrateStoreTests(PostgreSqlFixture server)
{
    private const string Tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'SchemaVersions'";

    /// <summary>What the old version's store has no rows of, and texts that PostgreSQL does not store as they are.</summary>
    private const string Rest = """
        INSERT INTO operations VALUES ('o1', 'Retry', 'shop', NULL, 'admin', '::1', 1, NULL, 'Running', 3, 1, 2);
        INSERT INTO audit VALUES ('a1', 1, 'admin', '::1', 'erase', CAST(X'6E756C00' AS TEXT), 'done');
        INSERT INTO admin_sessions VALUES ('hash', 'admin', 'print', 1, 2);
        INSERT INTO past_chats VALUES ('p1', 900000, 'shop', 'main', '1', '77', 'Agent', 5, 90, 600, 690);
        INSERT INTO past_chats VALUES ('p2', 900000, 'shop', 'main', '1', NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO probes VALUES (1, 5) ON CONFLICT DO NOTHING;
        INSERT INTO secrets VALUES ('Zoë', '秘密 😀', 1);
        INSERT INTO feed_cursors VALUES ('other', 'cursor', 1);
        INSERT INTO noted_tickets (helpdesk, ticket_id, generation, attempts, due_at) VALUES ('main', '9', 1, 0, 9223372036854775807);
        INSERT INTO ticket_requesters SELECT id, '', '{"kind":"requester","why":"staff","keys":["email"]}' FROM conversations LIMIT 1;
        INSERT INTO client_files SELECT id, 'plan.png', NULL, NULL, 'gone' FROM messages WHERE true ON CONFLICT DO NOTHING;
        UPDATE messages SET behind = 1 WHERE state = 'Pending';
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_of_every_table_is_the_same_in_the_copy_and_a_second_run_does_nothing()
    {
        using var old = await LoadAsync();
        var target = await server.CreateEmptyAsync();
        foreach (var table in await old.ReadAsync(Tables))
            (await old.ReadAsync($"SELECT '' FROM {table} LIMIT 1")).ShouldHaveSingleItem(table);

        var run = await MigrateAsync(old, target);

        (run.ExitCode, run.Error).ShouldBe((
            0,
            "Copying the store\nComparing the copy with the store\nCopying the clients' files that wait for their ticket\nCompleting the copy\n"));
        run.Output.ShouldContain("Now set Storage:Provider to PostgreSql");
        run.Output.ShouldNotContain("Username");
        await ShouldBeSameAsync(old, target);
        (await PostgreSqlRows.ReadAsync(target, "SELECT subject FROM audit WHERE id = 'a1'")).ShouldBe(["nul\uFFFD"]);
        var before = await PostgreSqlRows.ReadAsync(target, "SELECT id, xmin::text FROM messages");

        var again = await MigrateAsync(old, target);

        again.ExitCode.ShouldBe(0);
        again.Output.ShouldEndWith(" has the complete copy of this store already. Nothing was done.\n");
        (await PostgreSqlRows.ReadAsync(target, "SELECT id, xmin::text FROM messages")).ShouldBe(before);
    }

    [Fact]
    public async Task A_service_goes_on_with_its_chats_on_the_copy()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("BRIDGE_TESTS_STORE") == "PostgreSql", "The service is on PostgreSQL already.");
        var target = await server.CreateEmptyAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var tickets = bridge.Zendesk.NewTickets.Calls.Count;

        // Between two commits nothing holds the file's write lock, but whatever the service accepts now would be lost.
        var refused = await CommandRun.RunAsync(["migrate-store", "--to", target, .. bridge.App.Arguments]);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldStartWith("Another process has the SQLite store open. Stop the service first");
        await bridge.SendTextAsync("The service goes on");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.App.StopAsync();
        var run = await CommandRun.RunAsync(["migrate-store", "--to", target, .. bridge.App.Arguments]);
        run.ExitCode.ShouldBe(0, run.Error);

        await bridge.App.RestartAsync(("Storage:Provider", "PostgreSql"), ("Storage:ConnectionString", target));
        await bridge.SendTextAsync("A text on the copy");
        await bridge.UntilAsync(
            () => bridge.Zendesk.Updates.Calls.Any(call => call.Body.Contains("A text on the copy", StringComparison.Ordinal)), stepSeconds: 1);
        await bridge.AnswerAsync("An answer on the copy");
        await bridge.UntilAsync(
            () => bridge.Jaicp.EventSummaries.Any(line => line.Contains("An answer on the copy", StringComparison.Ordinal)), stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Count(call => call.Body.Contains("The service goes on", StringComparison.Ordinal)).ShouldBe(1);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(tickets);
    }

    [Fact]
    public async Task A_copy_of_a_store_that_was_used_since_it_was_interrupted_begins_anew()
    {
        using var old = await LoadAsync();
        var target = await server.CreateEmptyAsync();
        await InterruptAsync(old, target);
        (await PostgreSqlRows.ReadAsync(target, "SELECT id FROM conversations")).ShouldNotBeEmpty();
        await using (var store = OpenSqlite(old))
        {
            await store.MigrateAsync(Cancellation);
            await store.WriteAsync(write => write.Channels.SaveWebhookUrlAsync("later", "https://later.example.com"), Cancellation);
        }

        await old.ExecuteAsync("UPDATE conversations SET user_name = 'changed since'");
        var run = await MigrateAsync(old, target);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldNotContain("goes on");
        await ShouldBeSameAsync(old, target);
    }

    [Fact]
    public async Task A_complete_copy_is_not_taken_for_one_of_what_came_later()
    {
        using var old = await LoadAsync();
        var target = await server.CreateEmptyAsync();
        (await MigrateAsync(old, target)).ExitCode.ShouldBe(0);
        await using (var store = OpenSqlite(old))
            await store.MigrateAsync(Cancellation);

        (await FailAsync(old, target)).ShouldStartWith("The database has the complete copy of another SQLite store, or of this one before");
    }

    [Fact]
    public async Task A_copy_that_differs_is_discarded_and_the_next_one_is_right()
    {
        using var old = await LoadAsync();
        var target = await server.CreateEmptyAsync();
        await InterruptAsync(old, target);
        await PostgreSqlRows.ExecuteAsync(target, "UPDATE conversations SET version = version + 1 WHERE id = (SELECT MIN(id) FROM conversations)");

        (await FailAsync(old, target)).ShouldContain("differs from the store in the table conversations");
        (await PostgreSqlRows.ReadAsync(target, "SELECT id FROM conversations")).ShouldBeEmpty();
        (await MigrateAsync(old, target)).ExitCode.ShouldBe(0);
        await ShouldBeSameAsync(old, target);
    }

    [Fact]
    public async Task The_service_does_not_start_on_a_copy_that_is_not_complete()
    {
        using var old = await LoadAsync();
        var target = await server.CreateEmptyAsync();
        await InterruptAsync(old, target);

        await using (var store = PostgreSqlFixture.Open(target))
            await Should.ThrowAsync<UnfinishedCopyException>(() => store.MigrateAsync(Cancellation));
        (await MigrateAsync(old, target)).ExitCode.ShouldBe(0);
        await using (var store = PostgreSqlFixture.Open(target))
            await store.MigrateAsync(Cancellation);
    }

    [Fact]
    public async Task Where_nothing_can_be_copied_it_says_why_and_changes_nothing()
    {
        using var old = await LoadAsync();
        using var older = OldVersionStore.Create("V016");
        var target = await server.CreateAsync();
        const string WithPassword = "Host=127.0.0.1;Port=1;Username=somebody;Password=s3cret-password;Database=bridge";
        var from = $"--Storage:ConnectionString={old.ConnectionString}";

        await PostgreSqlRows.ExecuteAsync(target, "INSERT INTO probes (id, at) VALUES (1, 1)");
        (await FailAsync(old, target)).ShouldContain("The database has data of a store already (in the table probes). Name an empty database.");
        await PostgreSqlRows.ExecuteAsync(target, "INSERT INTO schemaversions (scriptname, applied) VALUES ('V999_Later.sql', '2027-01-01')");
        (await FailAsync(old, target)).ShouldContain("The store was written by a newer version");
        var others = await server.CreateEmptyAsync();
        await PostgreSqlRows.ExecuteAsync(others, "CREATE TABLE invoices (id INT)");
        (await FailAsync(old, others)).ShouldContain("The database has tables of another program (invoices).");
        (await PostgreSqlRows.ReadAsync(others, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
            .ShouldBe(["invoices"]);

        (await FailAsync(older, await server.CreateEmptyAsync())).ShouldContain("Start this version on it once");
        (await FailAsync(old, WithPassword)).ShouldContain("Nothing listens at the address of the PostgreSQL server.");
        (await FailAsync(old, "Data Source=other.db")).ShouldStartWith("--to: is not a connection string of PostgreSQL");
        (await FailAsync(["migrate-store", "--to", target, "--Storage:ConnectionString=Data Source=missing/bridge.db"]))
            .ShouldStartWith("There is no store where Storage:ConnectionString says.");
        (await FailAsync(["migrate-store", "--to", target, "--Storage:Provider=PostgreSql", $"--Storage:ConnectionString={target}"]))
            .ShouldStartWith("Storage:Provider is PostgreSql already.");
        (await FailAsync(["migrate-store", "--to", target, "--Storage:Retention=soon", from])).ShouldStartWith("fault  Storage:Retention: ");
    }

    [Fact]
    public async Task No_table_is_left_out()
    {
        using var old = await LoadAsync();
        var target = await server.CreateAsync();

        (await old.ReadAsync(Tables)).Order().ShouldBe(CopiedTables.All.Order());
        (await PostgreSqlRows.ReadAsync(
            target,
            """
            SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                AND relname NOT IN ('schemaversions', 'store_copy', 'client_file_parts', 'last_commits')
            """)).Order().ShouldBe(CopiedTables.All.Order());
    }

    /// <summary>A store of the present version with rows in all tables.</summary>
    internal static async Task<OldVersionStore> LoadAsync()
    {
        var old = await OldVersionStore.LoadAsync(PreviousVersionStoreTests.Dump);
        await using (var store = OpenSqlite(old))
            await store.MigrateAsync(Cancellation);
        await old.ExecuteAsync(Rest);
        return old;
    }

    internal static async Task ShouldBeSameAsync(OldVersionStore old, string target)
    {
        foreach (var table in CopiedTables.All)
        {
            var columns = await old.ReadAsync($"SELECT name FROM pragma_table_info('{table}')");
            var texts = columns.Select(column => $"COALESCE(CAST({column} AS TEXT), 'NULL')");
            var expected = (await old.ReadRowsAsync($"SELECT {string.Join(", ", texts)} FROM {table}"))
                .ConvertAll(row => string.Join('|', row).Replace('\0', '\uFFFD'));
            (await PostgreSqlRows.ReadAsync(target, $"SELECT {string.Join(", ", columns)} FROM {table}"))
                .Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal), table);
        }
    }

    private static SqliteDatabase OpenSqlite(OldVersionStore old) => new(
        new StorageOptions { ConnectionString = old.ConnectionString + ";Pooling=False" }.AsOptions(), NullLogger<SqliteDatabase>.Instance);

    /// <summary>Ends a copy when it has all conversations, and the messages are next.</summary>
    private static async Task InterruptAsync(OldVersionStore old, string target)
    {
        await using var copy = await StoreCopy.BeginAsync(
            new StorageOptions { ConnectionString = old.ConnectionString }, target, new BridgeClock(TimeProvider.System), Cancellation);
        var reports = 0;
        await Should.ThrowAsync<TimeoutException>(() => copy.CopyAsync(new Reports(ThrowAtThird), Cancellation));

        void ThrowAtThird()
        {
            if (++reports == 3)
                throw new TimeoutException("A fault in the middle.");
        }
    }

    private static Task<CommandRun> MigrateAsync(OldVersionStore old, string target) =>
        CommandRun.RunAsync("migrate-store", "--to", target, $"--Storage:ConnectionString={old.ConnectionString}");

    private static Task<string> FailAsync(OldVersionStore old, string target) =>
        FailAsync("migrate-store", "--to", target, $"--Storage:ConnectionString={old.ConnectionString}");

    private static async Task<string> FailAsync(params string[] args)
    {
        var run = await CommandRun.RunAsync(args);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("");
        run.Error.ShouldNotContain("   at ");
        run.Error.ShouldNotContain("s3cret-password");
        run.Error.ShouldNotContain("somebody");
        return run.Error;
    }

    private sealed class Reports(Action report) : IProgress<double>
    {
        public void Report(double value) => report();
    }
}
