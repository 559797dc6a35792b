using System.Globalization;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Storage;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>With many open conversations a sweep reads what changed in the account instead of asking for each ticket.</summary>
public sealed class ChangeFeedTests
{
    private static readonly (string, string?) EveryMinute = ("Helpdesks:main:ReconcileEvery", "00:01:00");

    [Fact]
    public async Task After_one_sweep_by_ids_changes_come_from_the_feed()
    {
        using var store = await ManyChatsAsync(ChangeFeed.WorthwhileFrom);
        await using var bridge = await StartAsync(store);
        bridge.Zendesk.Changes.Next(Feed("one", end: true))
            .Usually(call => Feed("three", end: true, Query(call, "cursor") == "two" ? [(1044, "2026-11-23T09:30:00Z")] : []));
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls.Count >= 4);
        Query(bridge.Zendesk.Changes.Calls[0], "start_time").ShouldBe("1795427760", "five minutes before");

        // A page of foreign tickets with one of ours that is known as it is, then one that is not.
        bridge.Zendesk.Changes.Next(Feed("two", end: false, (5, "2026-11-23T09:30:00Z"), (1003, "2026-11-23T09:00:00Z")));
        bridge.Zendesk.TicketIs(1044, "open", null, ZendeskStub.Comment(8001, "Hi Ann"));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1, stepSeconds: 10);

        bridge.Zendesk.Changes.Calls.Skip(1).Take(2).Select(call => Query(call, "cursor")).ShouldBe(["one", "two"]);
        bridge.Zendesk.TicketsByIds.Calls.Count.ShouldBe(4, "no ticket was asked for by its id any more");
        bridge.Zendesk.Tickets.Calls.Where(call => call.Path.EndsWith("/1003", StringComparison.Ordinal)).ShouldBeEmpty();
        bridge.Jaicp.Received[0]["userId"]!.ToString().ShouldBe("user-44");
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_account_without_a_feed_is_swept_by_ids_and_not_asked_again_for_an_hour(int status)
    {
        using var store = await ManyChatsAsync(ChangeFeed.WorthwhileFrom);
        await using var bridge = await StartAsync(store);
        bridge.Zendesk.Changes.Usually(new Answer(status, """{"error":"Forbidden"}"""));
        for (var sweep = 1; sweep <= 3; sweep++)
        {
            bridge.Clock.Advance(TimeSpan.FromMinutes(1));
            await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls.Count >= 4 * sweep);
        }

        bridge.Zendesk.Changes.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Few_open_conversations_are_swept_by_ids()
    {
        using var store = await ManyChatsAsync(ChangeFeed.WorthwhileFrom - 1);
        await using var bridge = await StartAsync(store);
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls.Count >= 3);

        bridge.Zendesk.Changes.Calls.ShouldBeEmpty();
    }

    private static async Task<BridgeFixture> StartAsync(OldVersionStore store)
    {
        // Asked by their ids, all of them are as they were.
        var bridge = await BridgeFixture.OnFilledStoreAsync(
            zendesk => zendesk.TicketsByIds.Usually(call => Feed(
                "", end: true,
                [.. Query(call, "ids")!.Split(',').Select(id => (long.Parse(id, CultureInfo.InvariantCulture), "2026-11-23T09:00:00Z"))])),
            ("Storage:ConnectionString", store.ConnectionString), EveryMinute);
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        return bridge;
    }

    /// <summary>Open conversations with tickets from 1001 on, last seen as they were at nine.</summary>
    private static async Task<OldVersionStore> ManyChatsAsync(int count)
    {
        var store = OldVersionStore.Create("V004");
        var nine = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        await store.ExecuteAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO conversations
                (id, channel, user_id, helpdesk, phase, opened_at, destination_id, ticket_id, ticket_status, tickets_opened, version)
                SELECT 'c' || i, 'shop', 'user-' || i, 'main', 'Open', {nine}, '360001234567', CAST(1000 + i AS TEXT), 'Open', 1, 1 FROM n;
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, seen_updated_at, last_read_at)
                SELECT helpdesk, ticket_id, id, {nine}, {nine}, {nine} FROM conversations;
            """);
        return store;
    }

    private static Answer Feed(string cursor, bool end, params (long Id, string UpdatedAt)[] tickets)
    {
        var listed = tickets.Select(ticket => $$"""{"id":{{ticket.Id}},"status":"open","updated_at":"{{ticket.UpdatedAt}}"}""");
        return Answer.Ok(
            $$"""{"tickets":[{{string.Join(',', listed)}}],"after_cursor":"{{cursor}}","end_of_stream":{{(end ? "true" : "false")}}}""");
    }

    private static string? Query(Call call, string name) => System.Web.HttpUtility.ParseQueryString(call.Query)[name];
}
