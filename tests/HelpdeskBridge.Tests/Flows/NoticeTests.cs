using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Notices of the bridge to a client; each is sent only where the channel has a text for it.</summary>
public sealed class NoticeTests
{
    private static readonly (string Key, string? Value) Joined = ("Channels:shop:Texts:AgentJoined", "{name} is here.");
    private static readonly (string Key, string? Value) Changed = ("Channels:shop:Texts:AgentChanged", "{name} takes over.");
    private static readonly (string Key, string? Value) Waiting = ("Channels:shop:Texts:Waiting", "Please wait a little.");
    private static readonly (string Key, string? Value) Closed = ("Channels:shop:Texts:ChatClosed", "Goodbye!");

    [Fact]
    public async Task Without_texts_of_its_own_a_channel_sends_none_of_these_notices()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Clock.Advance(TimeSpan.FromMinutes(2));
        bridge.Zendesk.TicketIs(501, "solved", 78, ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi", "Closed"]);
    }

    [Fact]
    public async Task An_agent_who_takes_the_ticket_or_answers_is_announced_once_and_another_one_as_a_change()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Joined, Changed);
        bridge.Zendesk.TicketIs(501, "open", ZendeskStub.Agent);
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Zendesk.TicketIs(501, "open", ZendeskStub.Agent, ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:00:01Z"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs(
            501, "open", ZendeskStub.Agent,
            ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:00:01Z"),
            ZendeskStub.Comment(8002, "I'll help", author: 78, at: "2026-11-23T10:00:02Z"));
        await bridge.WakeAndReadAsync();
        await bridge.WakeAndReadAsync();

        // The group is changed, which takes the ticket from its agent; then the one who answered takes it.
        bridge.Zendesk.TicketIs(501, "open", null, ZendeskStub.Comment(8002, "I'll help", author: 78, at: "2026-11-23T10:00:02Z"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs(501, "open", 78, ZendeskStub.Comment(8002, "I'll help", author: 78, at: "2026-11-23T10:00:02Z"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs(501, "open", ZendeskStub.Agent, ZendeskStub.Comment(8003, "Me again", at: "2026-11-23T10:00:03Z"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText", 3);

        bridge.Jaicp.EventSummaries.ShouldBe(
        [
            "TextMessage Bob Marley Smith is here.", "TextMessage Hi", "TextMessage Eve takes over.", "TextMessage I'll help",
            "TextMessage Bob Marley Smith takes over.", "TextMessage Me again",
        ]);
        bridge.Jaicp.Received.Where(e => ((string)e["text"]!).Contains("takes over", StringComparison.Ordinal))
            .ShouldAllBe(e => (string)e["employee"]!["employeeId"]! == "system");
    }

    [Fact]
    public async Task An_agent_who_answers_without_taking_the_ticket_is_announced_before_the_first_text()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Joined);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi", author: 78));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Eve is here.", "TextMessage Hi"]);
    }

    [Fact]
    public async Task The_bridges_own_user_who_was_given_the_ticket_by_solving_it_is_no_agent_who_came()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Joined);
        bridge.Zendesk.TicketIs(501, "open", 78, ZendeskStub.Comment(8001, "The client closed the chat.", author: 78, isPublic: false, marker: "m1"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs(
            501, "solved", 78, ZendeskStub.Comment(8001, "The client closed the chat.", author: 78, isPublic: false, marker: "m1"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        ((string)bridge.Jaicp.Received[0]["employee"]!["employeeId"]!).ShouldBe("system");
    }

    [Fact]
    public async Task Goodbye_comes_right_before_Closed()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Closed);
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Done"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Done", "TextMessage Goodbye!", "Closed"]);
        ((string)bridge.Jaicp.Received[1]["employee"]!["firstName"]!).ShouldBe("Support");
    }

    [Fact]
    public async Task A_client_nobody_has_answered_is_notified_once_even_across_a_restart()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Waiting);
        bridge.Clock.Advance(TimeSpan.FromSeconds(25));
        await bridge.App.RestartAsync();
        bridge.Jaicp.Received.ShouldBeEmpty();
        await bridge.DeliveredAsync("ClientNotice", stepSeconds: 5);
        await bridge.App.RestartAsync();
        await bridge.SendTextAsync("Hello?");
        await bridge.DeliveredAsync("ClientText");
        bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Sorry"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Please wait a little.", "TextMessage Sorry"]);
    }

    [Fact]
    public async Task A_client_who_was_answered_or_has_left_is_not_asked_to_wait()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Waiting);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.SendTextAsync("I am u2", "u2");
        await bridge.CloseChatAsync(user: "u2");
        await bridge.SendTextAsync("I am u3", "u3");
        await bridge.DeliveredAsync("ClientNotice", stepSeconds: 5);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi", "TextMessage Please wait a little."]);
        ((string)bridge.Jaicp.Received[1]["userId"]!).ShouldBe("u3");
    }
}
