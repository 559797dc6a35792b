using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Stores with an older or newer schema. A store that an older version wrote is in <see cref="PreviousVersionStoreTests"/>.</summary>
public sealed class MigrationTests
{
    private const string Scripts = "SELECT ScriptName FROM SchemaVersions ORDER BY SchemaVersionID";

    [Fact]
    public async Task What_waits_in_a_store_of_the_first_version_is_delivered_by_this_one()
    {
        using var old = OldVersionStore.Create("V001");
        var now = BridgeApp.NewClock().GetUtcNow().ToUnixTimeMilliseconds();
        await old.ExecuteAsync(
            $$"""
            INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, destination_id, ticket_id, ticket_status,
                                       tickets_opened, version)
                VALUES ('c1', 'shop', 'Ivan', 'main', 'Open', {{now - 60_000}}, '360001234567', '501', 'Open', 1, 3);
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at) VALUES ('main', '501', 'c1', {{now - 60_000}});
            INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, state, attempts, accepted_at, due_at,
                                  settled_at, remote_id, reason) VALUES
                ('m1', 'c1', 'ToHelpdesk', 1, 'ClientText', '{"kind":"clientText","text":"sent long ago"}',
                 'Delivered', 1, {{now - 60_000}}, {{now - 60_000}}, {{now - 60_000}}, '7001', NULL),
                ('m2', 'c1', 'ToHelpdesk', 2, 'ClientText', '{"kind":"clientText","text":"given up"}',
                 'Dead', 1, {{now - 60_000}}, {{now - 60_000}}, {{now - 50_000}}, NULL, '422'),
                ('m3', 'c1', 'ToHelpdesk', 3, 'ClientText', '{"kind":"clientText","text":"waits"}',
                 'Pending', 1, {{now}}, {{now + 5_000}}, NULL, NULL, '503'),
                ('m4', 'c1', 'ToJaicp', 1, 'AgentText',
                 '{"kind":"agentText","text":"Hi","agent":{"id":"77","firstName":"Bob","lastName":"","avatarUrl":""} }',
                 'Sending', 1, {{now}}, {{now}}, NULL, NULL, NULL),
                ('m5', 'c1', 'ToJaicp', 2, 'MessageNotDelivered',
                 '{"kind":"messageNotDelivered","isFile":true,"agent":{"id":"system","firstName":"Support","lastName":"","avatarUrl":""} }',
                 'Pending', 0, {{now}}, {{now}}, NULL, NULL, NULL);
            """);

        await using var bridge = await BridgeFixture.OnFilledStoreAsync(
            zendesk => zendesk.AcceptsTickets(), ("Storage:ConnectionString", old.ConnectionString));
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        await bridge.DeliveredAsync("ClientNotice", stepSeconds: 1);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.SendTextAsync("and goes on", "Ivan");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Written.ShouldBe(["waits", "and goes on"]);
        bridge.Zendesk.Updates.Calls.ShouldAllBe(call => call.Path == "/api/v2/tickets/501");
        bridge.Jaicp.Received.Select(e => $"{e["id"]} {e["text"]}")
            .ShouldBe(["m4 Hi", "m5 Your file could not be delivered. Please try again later."]);
        (await old.ReadAsync("SELECT id FROM messages WHERE state = 'Dead'")).ShouldBe(["m2"]);
    }

    [Fact]
    public async Task An_agents_comment_that_an_older_version_accepted_is_not_sent_again()
    {
        using var old = OldVersionStore.Create("V003");
        var now = BridgeApp.NewClock().GetUtcNow().ToUnixTimeMilliseconds();
        await old.ExecuteAsync(
            $$"""
            INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, destination_id, ticket_id, ticket_status,
                                       tickets_opened, version)
                VALUES ('c1', 'shop', 'Ivan', 'main', 'Open', {{now - 60_000}}, '360001234567', '501', 'Open', 1, 3);
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, read_until) VALUES ('main', '501', 'c1', {{now - 60_000}}, {{now}});
            INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, source_key, state, attempts, accepted_at, due_at,
                                  settled_at) VALUES
                ('m1', 'c1', 'ToJaicp', 1, 'AgentText',
                 '{"kind":"agentText","text":"Hi","agent":{"id":"77","firstName":"Bob","lastName":"","avatarUrl":""} }',
                 'comment:main:8001', 'Delivered', 1, {{now}}, {{now}}, {{now}});
            """);

        await using var bridge = await BridgeFixture.OnFilledStoreAsync(
            zendesk => zendesk.TicketIs(
                "open",
                ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:00:00Z"),
                ZendeskStub.Comment(8002, "Still there?", at: "2026-11-23T10:00:00Z")),
            ("Storage:ConnectionString", old.ConnectionString));
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Still there?"]);
        (await old.ReadAsync("SELECT answered_at || '' FROM conversations")).ShouldBe([$"{now}"]);
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        using var old = OldVersionStore.Create("V001");
        (await old.ReadAsync(Scripts)).Count.ShouldBe(1);
        await MigrateAsync(old);
        var scripts = await old.ReadAsync(Scripts);
        await MigrateAsync(old);

        scripts.Count.ShouldBeGreaterThan(1);
        (await old.ReadAsync(Scripts)).ShouldBe(scripts);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        using var old = OldVersionStore.Create("V001");
        await old.ExecuteAsync(OldVersionStore.InsertFutureMigration);

        var refusal = await Should.ThrowAsync<NewerStoreException>(() => MigrateAsync(old));
        refusal.Message.ShouldContain("newer version of Helpdesk Bridge");
        refusal.Message.ShouldContain("V999_Future");
        (await old.ReadAsync(Scripts)).Count.ShouldBe(2, "no other script was run");
    }

    private static async Task MigrateAsync(OldVersionStore old)
    {
        var settings = new StorageOptions { ConnectionString = old.ConnectionString }.AsOptions();
        await using var store = new SqliteDatabase(settings, NullLogger<SqliteDatabase>.Instance);
        await store.MigrateAsync(TestContext.Current.CancellationToken);
    }
}
