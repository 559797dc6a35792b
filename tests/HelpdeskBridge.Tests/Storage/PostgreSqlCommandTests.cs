using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The commands on a store in PostgreSQL. Runs alone, because they write to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class PostgreSqlCommandTests(PostgreSqlFixture server)
{
    private const string Unreachable = "Host=127.0.0.1;Port=1;Username=somebody;Password=s3cret-password;Database=bridge";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erasing_removes_what_the_database_has_of_a_client_and_of_nobody_else()
    {
        var database = await server.CreateAsync();
        await using (var store = PostgreSqlFixture.Open(database))
        {
            foreach (var user in new[] { "Zoë", "zoë" })
            {
                await store.WriteAsync(
                    async write =>
                    {
                        var client = new ChannelUser("shop", user);
                        await write.Conversations.SaveAsync(new Conversation
                        {
                            Id = user,
                            Client = client,
                            Helpdesk = "main",
                            Phase = Phase.Open,
                            OpenedAt = DateTimeOffset.UnixEpoch,
                            DestinationId = "1",
                        });
                        await write.Tickets.AddAsync("main", "501", user, DateTimeOffset.UnixEpoch);
                        await write.Requesters.SaveAsync("main", client, new Requester("9001", user));
                    },
                    Cancellation);
            }
        }

        var run = await RunAsync(database, "erase", "--channel", "SHOP", "--user", "Zoë");

        (run.ExitCode, run.Output, run.Error).ShouldBe(
            (0, "Erased in shop: 1 conversation(s) with 0 message(s).\nNot touched, to be deleted in the helpdesk main: #501\n",
            "Erasing the client's data\n"));
        (await PostgreSqlRows.ReadAsync(database, "SELECT user_id FROM conversations")).ShouldBe(["zoë"]);
        (await PostgreSqlRows.ReadAsync(database, "SELECT user_id FROM requesters")).ShouldBe(["zoë"]);
        (await PostgreSqlRows.ReadAsync(database, "SELECT actor, action FROM audit")).ShouldBe(["command line|erase"]);
    }

    [Fact]
    public async Task Erasing_where_there_is_no_store_or_no_server_says_so()
    {
        var empty = await server.CreateEmptyAsync();

        var nothing = await RunAsync(empty, "erase", "--channel", "shop", "--user", "Zoë");
        var unreachable = await RunAsync(Unreachable, "erase", "--channel", "shop", "--user", "Zoë");

        (nothing.ExitCode, nothing.Error).ShouldBe((1, "There is no store where Storage:ConnectionString says. Nothing was erased.\n"));
        (await PostgreSqlRows.ReadAsync(empty, "SELECT 1 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
            .ShouldBeEmpty();
        (unreachable.ExitCode, unreachable.Error).ShouldBe((1,
            "The store 127.0.0.1/bridge can't be used now. Nothing listens at the address of the PostgreSQL server. Nothing was erased.\n"));
    }

    [Fact]
    public async Task A_backup_is_made_by_pg_dump_and_the_command_for_it_is_shown_without_the_password()
    {
        var run = await RunAsync(Unreachable, "backup", "bridge.dump");

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("pg_dump --format=custom --file=FILE --host=127.0.0.1 --port=1 --username=USER bridge ");
        run.Error.ShouldEndWith("There is no backup.\n");
        run.Error.ShouldNotContain("s3cret-password");
        File.Exists("bridge.dump").ShouldBeFalse();
    }

    [Theory]
    [InlineData("PostgreSql", null, "names a file of SQLite, as it does when it is not set, but Storage:Provider is PostgreSql; set it to Host=db;")]
    [InlineData("PostgreSql", "Data Source=x.db", "names a file of SQLite")]
    [InlineData("PostgreSql", "Filename=x.db;Password=s3cret-password", "names a file of SQLite")]
    [InlineData("Sqlite", "Host=db;Password=s3cret-password;Database=x", "names a server of PostgreSQL, but Storage:Provider is Sqlite")]
    [InlineData(null, "Server=db;Password=s3cret-password", "names a server of PostgreSQL, but Storage:Provider is Sqlite, its default; set Storage")]
    [InlineData("PostgreSql", "Host=db;Password=s3cret-password", "names no Host or no Database")]
    public async Task A_connection_string_of_the_other_engine_is_a_fault_that_names_both_settings(
        string? provider, string? connectionString, string fault)
    {
        var settings = new Dictionary<string, string?>(TestSettings.Required())
        {
            ["Storage:Provider"] = provider,
            ["Storage:ConnectionString"] = connectionString,
        };

        var given = settings.Where(pair => pair.Value is not null);
        var run = await CommandRun.RunAsync(["check", .. given.Select(pair => $"--{pair.Key}={pair.Value}")]);

        run.ExitCode.ShouldBe(2);
        run.Output.Split('\n').Count(line => line.StartsWith("fault", StringComparison.Ordinal)).ShouldBe(1);
        run.Output.ShouldStartWith($"fault  Storage:ConnectionString: {fault}");
        run.Output.ShouldNotContain("s3cret-password");
    }

    private static Task<CommandRun> RunAsync(string database, params string[] command)
    {
        var settings = new Dictionary<string, string?>(TestSettings.Required())
        {
            ["Storage:Provider"] = "PostgreSql",
            ["Storage:ConnectionString"] = database,
        };
        return CommandRun.RunAsync([.. command, .. settings.Select(pair => $"--{pair.Key}={pair.Value}")]);
    }
}
