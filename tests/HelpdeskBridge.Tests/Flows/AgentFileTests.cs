using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What of an agent's files reaches the client, and when.</summary>
public sealed class AgentFileTests
{
    private const string NewPicture = "malware_not_found";

    [Fact]
    public async Task A_picture_and_a_file_come_after_the_text_in_order_and_once()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var comment = ZendeskStub.Comment(
            8001, "See these",
            [Picture(bridge, 31, "map.png", inline: true), Picture(bridge, 32, "Счёт 1.pdf", type: "application/pdf", size: 5000000)]);
        bridge.Zendesk.TicketIs("open", comment, ZendeskStub.Comment(8002, "Bye"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText", 2);
        await bridge.WakeAndReadAsync();

        EventSummaries(bridge).ShouldBe(["TextMessage See these", "FileMessage map.png", "FileMessage Счёт 1.pdf", "TextMessage Bye"]);
        bridge.Jaicp.Received[2].ShouldBeJson("""
            {"id":"*","userId":"telegram-123-987654","type":"FileMessage","url":"https://bridge.example.com/files/*","name":"Счёт 1.pdf",
             "size":5000000,"employee":{"employeeId":"77","firstName":"Bob","lastName":"Marley Smith","avatarUrl":"https://acme.zendesk.com/bob.png"}}
            """);
        ((string)bridge.Jaicp.Received[2]["url"]!).ShouldEndWith("/%D0%A1%D1%87%D1%91%D1%82%201.pdf");
        bridge.Zendesk.Comments.Calls[0].Query.ShouldContain("include_inline_images=true");
    }

    [Fact]
    public async Task A_file_without_text_is_only_a_file_and_what_was_taken_away_is_nothing()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var deleted = Picture(bridge, 31, "gone.png");
        deleted["deleted"] = true;
        var nowhere = Picture(bridge, 33, "nowhere.png");
        nowhere["content_url"] = null;
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(
            8001, " \n", [deleted, Picture(bridge, 32, "redacted.txt", size: 0), nowhere, Picture(bridge, 34, "", size: null, scan: null)]));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentFile");

        EventSummaries(bridge).ShouldBe(["FileMessage file.png"]);
        bridge.Jaicp.Received[0].AsObject().ContainsKey("size").ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_is_sent_again_with_the_same_link_and_the_agent_is_notified_if_it_never_arrives()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(503), new Answer(500), Answer.Ok("{}"), new Answer(413));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "", [Picture(bridge, 31, "map.png"), Picture(bridge, 32, "huge.png")]));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ReplyNotDelivered", stepSeconds: 1);

        bridge.Jaicp.Events.Calls.Take(3).Select(call => call.Body).Distinct().Count().ShouldBe(1);
        bridge.Zendesk.Written[^1].ShouldBe("This message could not be delivered to the client (JAICP refused the event with 413): huge.png");
    }

    [Theory]
    [InlineData("en", "The file `*virus*.exe` was not sent to the client: the helpdesk found malware in it.",
        "The file `long.mp4` was not sent to the client: it is larger than 1 MB.")]
    [InlineData("ru", "Файл `*virus*.exe` не отправлен клиенту: проверка нашла в нём вредоносный код.",
        "Файл `long.mp4` не отправлен клиенту: он больше 1 MB.")]
    public async Task Infected_files_and_files_over_the_limit_are_not_forwarded_and_a_note_names_them(
        string language, string malware, string tooLarge)
    {
        await using var bridge =
            await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:Language", language), ("Bridge:MaxFileBytes", "1048576"));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(
            8001, "Files", [Picture(bridge, 31, "*virus*.exe", scan: "malware_found"), Picture(bridge, 32, "long.mp4", size: 1048577),
                Picture(bridge, 33, "fits.png", size: 1048576, scan: "failed_to_scan")]));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentFile");
        await bridge.DeliveredAsync("FileNotForwarded", 2);

        EventSummaries(bridge).ShouldBe(["TextMessage Files", "FileMessage fits.png"]);
        bridge.Zendesk.Written.Skip(1).ShouldBe([malware, tooLarge]);
        bridge.Zendesk.Updates.Calls.ShouldAllBe(call => !(bool)call.Ticket["comment"]!["public"]!);
    }

    [Fact]
    public async Task A_file_not_scanned_yet_waits_with_all_that_comes_after_it_and_the_end()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        Show("not_scanned");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 1);
        EventSummaries(bridge).ShouldBe(["TextMessage before"]);

        // Read again without another webhook call.
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 3, stepSeconds: 1);
        EventSummaries(bridge).ShouldBe(["TextMessage before"]);
        Show(NewPicture);
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);
        EventSummaries(bridge).ShouldBe(["TextMessage before", "TextMessage with a file", "FileMessage map.png", "TextMessage after", "Closed"]);

        void Show(string scan) => bridge.Zendesk.TicketIs(
            "solved",
            ZendeskStub.Comment(8001, "before", at: "2026-11-23T10:00:00Z"),
            ZendeskStub.Comment(8002, "with a file", [Picture(bridge, 31, "map.png", scan: scan)], at: "2026-11-23T10:00:01Z"),
            ZendeskStub.Comment(8003, "after", at: "2026-11-23T10:00:02Z"));
    }

    [Fact]
    public async Task A_scan_that_never_ends_holds_nothing_up_for_longer_than_half_a_minute()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(
            "open", ZendeskStub.Comment(8001, "Look", [Picture(bridge, 31, "map.png", scan: "not_scanned")], at: "2026-11-23T10:00:00Z"));
        var calledAt = bridge.Clock.GetUtcNow();
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentFile", stepSeconds: 1);

        (bridge.Jaicp.Events.Calls[0].At - calledAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        EventSummaries(bridge).ShouldBe(["TextMessage Look", "FileMessage map.png"]);
    }

    [Fact]
    public async Task A_file_that_waits_for_its_scan_is_found_after_a_restart_however_long_it_took()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var later = ZendeskStub.Comment(8002, "after", at: "2026-11-23T10:09:00Z");
        bridge.Zendesk.TicketIs(
            "open", ZendeskStub.Comment(8001, "", [Picture(bridge, 31, "map.png", scan: "not_scanned")], at: "2026-11-23T10:00:00Z"), later);
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 1);
        await bridge.App.StopAsync();
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "", [Picture(bridge, 31, "map.png")], at: "2026-11-23T10:00:00Z"), later);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        EventSummaries(bridge).ShouldBe(["FileMessage map.png", "TextMessage after"]);
    }

    [Theory]
    [InlineData("Note")]
    [InlineData("Deliver")]
    public async Task A_file_after_the_end_is_handled_as_a_text_after_the_end(string setting)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:LateAgentMessages", setting));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "", [Picture(bridge, 31, "map.png")]));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync(setting == "Note" ? "ClientGone" : "AgentFile");

        EventSummaries(bridge).ShouldBe(setting == "Note" ? [] : ["FileMessage map.png"]);
        if (setting == "Note")
            bridge.Zendesk.Written[^1].ShouldBe("The client has left the chat; this message was not delivered: map.png");
    }

    private static JsonObject Picture(
        BridgeFixture bridge, long id, string name, string type = "image/png", long? size = 7, string? scan = NewPicture, bool inline = false) =>
        ZendeskStub.Attachment(id, name, bridge.AttachmentUrl($"t{id}"), type, size, scan, inline);

    private static List<string> EventSummaries(BridgeFixture bridge) =>
        [.. bridge.Jaicp.Received.Select(e => $"{e["type"]} {e["text"] ?? e["name"]}".TrimEnd())];
}
