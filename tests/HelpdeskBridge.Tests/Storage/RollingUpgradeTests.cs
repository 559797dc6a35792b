using HelpdeskBridge.Hosting;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// Two versions on one store, as during an upgrade: the newer one has migrated, and the older one still runs. Runs alone, because the command
/// writes to the process's console.
/// </summary>
[Collection(nameof(CheckCommandTests))]
public sealed class RollingUpgradeTests(PostgreSqlFixture server)
{
    /// <summary>What a migration may do: it only adds.</summary>
    private const string NewerMigration = """
        INSERT INTO schemaversions (scriptname, applied) VALUES ('HelpdeskBridge.Storage.PostgreSql.Migrations.V999_Future.sql', now());
        ALTER TABLE messages ADD COLUMN future TEXT NOT NULL DEFAULT 'x';
        ALTER TABLE conversations ADD COLUMN future BIGINT;
        CREATE TABLE futures (id TEXT PRIMARY KEY, message_id TEXT REFERENCES messages);
        CREATE INDEX futures_of_messages ON messages (future, id)
        """;

    [Fact]
    public async Task A_process_goes_on_after_a_newer_one_has_migrated_and_an_older_one_does_not_start_any_more()
    {
        var database = await server.CreateAsync();
        using var zendesk = new ZendeskStub(() => DateTimeOffset.UnixEpoch);
        zendesk.SignsIn();
        zendesk.AcceptsTickets();
        await using var app = await BridgeApp.StartAsync(zendesk.Url, settings =>
        {
            settings["Storage:Provider"] = "PostgreSql";
            settings["Storage:ConnectionString"] = database;
        });
        await AcceptAsync(app, "selectDestination", new { userId = "before", userName = "Ann" });

        await PostgreSqlRows.ExecuteAsync(database, NewerMigration);

        await AcceptAsync(app, "sendText", new { userId = "before", text = "Hello" });
        await AcceptAsync(app, "selectDestination", new { userId = "after", userName = "Ann" });
        await AcceptAsync(app, "sendText", new { userId = "after", text = "Hello" });
        using (var ready = await app.Http.GetAsync(new Uri(app.Url, "/health/ready"), TestContext.Current.CancellationToken))
            ready.IsSuccessStatusCode.ShouldBeTrue();
        var texts = await PostgreSqlRows.ReadAsync(database, "SELECT count(*) FROM messages WHERE kind = 'ClientText' AND future = 'x'");
        texts.ShouldBe(["2"]);

        await app.StopAsync();
        var (exitCode, _, error) = await StartAsync(database);
        exitCode.ShouldBe(ExitCodes.InvalidSettings);
        error.ShouldStartWith("The store was written by a newer version of Helpdesk Bridge");
        error.ShouldContain("V999_Future");
        error.ShouldNotContain("   at ");
    }

    private static async Task AcceptAsync(BridgeApp app, string method, object body)
    {
        using var answer = await app.CallAsync(method, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(method);
    }

    private static Task<CommandRun> StartAsync(string database) => CommandRun.StartAsync(new Dictionary<string, string?>(TestSettings.Required())
    {
        ["Storage:Provider"] = "PostgreSql",
        ["Storage:ConnectionString"] = database,
    });
}
