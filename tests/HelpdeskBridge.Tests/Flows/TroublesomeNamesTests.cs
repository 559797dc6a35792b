using System.Text.Json;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Ids and names as nobody expects them, through the whole service and back.</summary>
public sealed class TroublesomeNamesTests
{
    private const long LargestId = long.MaxValue;
    private const long RealId = 33144692244499;

    private static readonly string[] UserIds =
    [
        "a@b:c/d%2F?e=f#g&h", "Ann", "ann", "שלום\u202E 👨‍👩‍👧 \"quoted\" \\ '", "line\r\nbreak\ttab", "%F0%9F%98%80+ ",
        new string('я', 1023) + "1", new string('я', 1023) + "2",
    ];

    [Fact]
    public async Task Each_client_has_a_chat_of_their_own_and_is_answered_by_the_id_they_came_with()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Channels:shop:Ticket:Subject", "{userName} {userId}"));
        bridge.Jaicp.AcceptsEvents();
        bridge.Zendesk.AcceptsTickets();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        for (var i = 0; i < UserIds.Length; i++)
        {
            await bridge.HandOverAsync(UserIds[i], name: i % 2 == 0 ? "Zoë\n\u202Eمرحبا 😀 {userId}" : null);
            await bridge.SendTextAsync($"Hello from {i}", UserIds[i]);
            await bridge.DeliveredAsync("OpenTicket", i + 1);
            bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket + i, "open", null, ZendeskStub.Comment(8001 + i, $"Hello {i}"));
            await bridge.WakeAsync(ZendeskStub.FirstTicket + i);
            await bridge.DeliveredAsync("AgentText", i + 1);
        }

        bridge.Jaicp.Received.Select(e => $"{e["userId"]} {e["text"]}").ShouldBe(UserIds.Select((id, i) => $"{id} Hello {i}"));
        bridge.Zendesk.Users.Calls.Select(call => (string)call.Json["user"]!["external_id"]!).Select(id => id.ToUpperInvariant()).Distinct().Count()
            .ShouldBe(UserIds.Length);
        bridge.Zendesk.Users.Calls.ShouldAllBe(call => !((string)call.Json["user"]!["name"]!).Contains('\n'));
        bridge.Zendesk.NewTickets.Calls
            .ShouldAllBe(call => !((string)call.Ticket["subject"]!).Contains('\n') && ((string)call.Ticket["subject"]!).Length <= 150);

        var listed = (await bridge.AdminAsync("conversations"))["conversations"]!.AsArray();
        listed.Select(c => (string)c!["userId"]!).ShouldBe(UserIds, ignoreOrder: true);
        foreach (var id in UserIds)
            (await bridge.AdminAsync($"conversations?user={Uri.EscapeDataString(id)}"))["conversations"]!.AsArray().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(RealId)]
    [InlineData(LargestId)]
    public async Task Ids_of_64_bits_arrive_whole_in_both_directions(long id)
    {
        await using var bridge = await BridgeFixture.StartAsync(
            AdminApi.Setting, ("Channels:shop:DefaultDestination", "1"), ("Channels:shop:Ticket:Fields:plan", $"{id}"),
            ("Channels:shop:Ticket:BrandId", $"{id}"));
        bridge.Jaicp.AcceptsEvents();
        bridge.Zendesk.HasGroups((1, "Sales"), (id, "Billing"));
        bridge.Zendesk.Users.Usually(Answer.Ok($$"""{"user":{"id":{{id}},"name":"Ann","role":"end-user"} }"""));
        bridge.Zendesk.NewTickets.Usually(
            new Answer(
                201, $$$"""{"ticket":{"id":{{{id}}},"status":"new","requester_id":{{{id}}} },"audit":{"id":{{{id}}},"events":"""
                    + $$$"""[{"id":{{{id}}},"type":"Comment"}]} }"""));
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.App.PostAsync("selectDestination", $$"""{"userId":"u1","destinationId":{{id}},"hiddenAttributes":{"plan":{{id}} } }""");
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Zendesk.TicketIs(id, "open", id, ZendeskStub.Comment(id - 1, "Hi", author: ZendeskStub.Agent));
        await bridge.WakeAsync(id);
        await bridge.DeliveredAsync("AgentText");

        var ticket = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        new[] { ticket["group_id"]!, ticket["requester_id"]!, ticket["submitter_id"]!, ticket["comment"]!["author_id"]!, ticket["brand_id"]!,
            ticket["custom_fields"]![0]!["id"]!, ticket["custom_fields"]![0]!["value"]! }
            .ShouldAllBe(value => value.GetValueKind() == JsonValueKind.Number && (long)value == id);
        ((string)(await bridge.AdminAsync($"conversations?ticket={id}"))["conversations"]![0]!["destinationId"]!).ShouldBe($"{id}");
    }
}
