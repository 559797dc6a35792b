using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.Samples;

/// <summary><c>samples/payloads/jaicp</c>: the bodies that JAICP sends have their effect, and the bridge sends what is shown.</summary>
public sealed class JaicpPayloadTests
{
    private const string Png = "\u0089PNG\r\n\u001a\n and more";

    [Fact]
    public void Each_payload_is_used_by_a_test() => SamplePayloads.In("jaicp").ShouldBe(
        [
            "jaicp/Closed.event.json", "jaicp/FileMessage.event.json", "jaicp/TextMessage.event.json", "jaicp/closeChat.json",
            "jaicp/getDestinations.response.json", "jaicp/selectDestination.json", "jaicp/selectDestination.minimal.json", "jaicp/sendFile.json",
            "jaicp/sendText.json", "jaicp/setWebhook.json",
        ]);

    [Fact]
    public async Task A_hand_over_and_a_text_open_the_ticket_with_what_the_bot_knows()
    {
        await using var bridge = await StartAsync(("Channels:shop:Ticket:Fields:score", "36001"));
        await bridge.SendPayloadAsync("selectDestination", "jaicp/selectDestination.json");
        await bridge.SendPayloadAsync("sendText", "jaicp/sendText.json");
        await bridge.DeliveredAsync("ContextNote");

        var ticket = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        ((string)ticket["subject"]!).ShouldBe("Chat with Ann Example");
        ((string)ticket["comment"]!["body"]!).ShouldBe("Where is my order?");
        ((long)ticket["group_id"]!).ShouldBe(360001234567);
        ticket["custom_fields"]!.ShouldBeJson("""[{"id":36001,"value":7}]""");
        var note = bridge.Zendesk.Written[^1].ShouldNotBeNull();
        note.ShouldContain("plan: gold\ncity: Riga");
        note.ShouldContain("\"orderId\": 1042");
        note.ShouldNotContain("score");
    }

    [Fact]
    public async Task A_hand_over_with_little_more_than_the_client_is_taken_as_well()
    {
        await using var bridge = await StartAsync(("Channels:shop:Ticket:Fields:score", "36001"));
        await bridge.SendPayloadAsync("selectDestination", "jaicp/selectDestination.minimal.json");
        await bridge.SendPayloadAsync("sendText", "jaicp/sendText.json");
        await bridge.DeliveredAsync("OpenTicket");

        var ticket = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        ((long)ticket["group_id"]!).ShouldBe(360001234567);
        ticket["custom_fields"]!.ShouldBeJson("""[{"id":36001,"value":7}]""");
    }

    [Fact]
    public async Task A_file_is_attached_and_its_name_gets_the_extension_of_its_type()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok(Png));
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.AcceptsUploads();
        await bridge.SendPayloadAsync("sendFile", "jaicp/sendFile.json", ("https://files.example.com/a1b2c3.png", host.Url("/a1b2c3.png")));
        await bridge.DeliveredAsync("ClientFile");

        bridge.Zendesk.Written[^1].ShouldBe("File from the client: receipt.png");
        bridge.Zendesk.Uploads.Calls.ShouldHaveSingleItem().Bytes.ShouldBe(System.Text.Encoding.Latin1.GetBytes(Png));
    }

    [Fact]
    public async Task The_end_by_the_client_solves_the_ticket_with_a_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendPayloadAsync("closeChat", "jaicp/closeChat.json");
        await bridge.DeliveredAsync("ClientLeft");

        bridge.Zendesk.Written[^1].ShouldNotBeNull().ShouldContain("The user closed the chat");
        ((string)bridge.Zendesk.Updates.Calls[^1].Ticket["status"]!).ShouldBe("solved");
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_groups_are_answered_as_shown()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.HasGroups((360007654321, "Sales"), (360001234567, "Support"));
        bridge.Zendesk.HasOnline((360001234567, 2), (360007654321, 0));
        await DestinationsCall.AskUntilAsync(bridge, new ListedDestination(360001234567, true), new ListedDestination(360007654321, false));
        using var response =
            await bridge.App.Http.GetAsync(new Uri(bridge.App.OperatorUrl, "getDestinations"), TestContext.Current.CancellationToken);

        (await response.TextAsync()).ShouldBeJson(SamplePayloads.Read("jaicp/getDestinations.response.json"));
    }

    [Fact]
    public async Task The_address_of_JAICPs_webhook_is_taken_and_the_events_look_as_shown()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Jaicp.AcceptsEvents();
        await bridge.SendPayloadAsync("setWebhook", "jaicp/setWebhook.json", ("https://bot.jaicp.com", bridge.Jaicp.Url.ToString().TrimEnd('/')));
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Zendesk.TicketIs(
            501, "solved", ZendeskStub.Agent,
            ZendeskStub.Comment(8001, "It is on its way.", [ZendeskStub.Attachment(31, "label.png", bridge.AttachmentUrl())]));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.Received.Count.ShouldBe(3);
        bridge.Jaicp.Received[0].ShouldBeJson(SamplePayloads.Read("jaicp/TextMessage.event.json"));
        bridge.Jaicp.Received[1].ShouldBeJson(SamplePayloads.Read("jaicp/FileMessage.event.json"));
        bridge.Jaicp.Received[2].ShouldBeJson(SamplePayloads.Read("jaicp/Closed.event.json"));
    }

    private static async Task<BridgeFixture> StartAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.StartAsync(settings);
        bridge.Zendesk.AcceptsTickets();
        return bridge;
    }
}
