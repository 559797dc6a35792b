using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What the bridge itself tells a client about how the chat goes; each only where the channel has a text for it.</summary>
public sealed class NoticeTests
{
    private static readonly (string Key, string? Value) Joined = ("Channels:shop:Texts:AgentJoined", "{name} is here.");
    private static readonly (string Key, string? Value) Changed = ("Channels:shop:Texts:AgentChanged", "{name} takes over.");
    private static readonly (string Key, string? Value) Waiting = ("Channels:shop:Texts:Waiting", "Please wait a little.");
    private static readonly (string Key, string? Value) Closed = ("Channels:shop:Texts:ChatClosed", "Goodbye!");

    [Fact]
    public async Task Without_texts_of_its_own_a_channel_says_nothing_of_these()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        rig.Zendesk.TicketIs(501, "solved", 78, ZendeskStub.Comment(8001, "Hi"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi", "Closed"]);
    }

    [Fact]
    public async Task An_agent_who_takes_the_ticket_or_answers_is_announced_once_and_another_one_as_a_change()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(Joined, Changed);
        rig.Zendesk.TicketIs(501, "open", ZendeskStub.Agent);
        await rig.WakeAsync();
        await rig.DeliveredAsync("ClientNotice");
        rig.Zendesk.TicketIs(501, "open", ZendeskStub.Agent, ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:00:01Z"));
        await rig.RingAndReadAsync();
        rig.Zendesk.TicketIs(
            501, "open", ZendeskStub.Agent,
            ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:00:01Z"), ZendeskStub.Comment(8002, "I'll help", author: 78, at: "2026-11-23T10:00:02Z"));
        await rig.RingAndReadAsync();
        await rig.RingAndReadAsync();

        // The group is changed, which takes the ticket from its agent; then the one who answered takes it.
        rig.Zendesk.TicketIs(501, "open", null, ZendeskStub.Comment(8002, "I'll help", author: 78, at: "2026-11-23T10:00:02Z"));
        await rig.RingAndReadAsync();
        rig.Zendesk.TicketIs(501, "open", 78, ZendeskStub.Comment(8002, "I'll help", author: 78, at: "2026-11-23T10:00:02Z"));
        await rig.RingAndReadAsync();
        rig.Zendesk.TicketIs(501, "open", ZendeskStub.Agent, ZendeskStub.Comment(8003, "Me again", at: "2026-11-23T10:00:03Z"));
        await rig.RingAndReadAsync();
        await rig.DeliveredAsync("AgentText", 3);

        rig.Jaicp.Told.ShouldBe(
        [
            "TextMessage Bob Marley Smith is here.", "TextMessage Hi", "TextMessage Eve takes over.", "TextMessage I'll help", "TextMessage Bob Marley Smith takes over.", "TextMessage Me again",
        ]);
        rig.Jaicp.Received.Where(e => ((string)e["text"]!).Contains("takes over", StringComparison.Ordinal)).ShouldAllBe(e => (string)e["employee"]!["employeeId"]! == "system");
    }

    [Fact]
    public async Task An_agent_who_answers_without_taking_the_ticket_is_announced_before_the_first_words()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(Joined);
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi", author: 78));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage Eve is here.", "TextMessage Hi"]);
    }

    [Fact]
    public async Task The_bridges_own_user_who_was_given_the_ticket_by_solving_it_is_no_agent_who_came()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(Joined);
        rig.Zendesk.TicketIs(501, "open", 78, ZendeskStub.Comment(8001, "The client closed the chat.", author: 78, isPublic: false, marker: "m1"));
        await rig.RingAndReadAsync();
        rig.Zendesk.TicketIs(501, "solved", 78, ZendeskStub.Comment(8001, "The client closed the chat.", author: 78, isPublic: false, marker: "m1"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Told.ShouldBe(["Closed"]);
        ((string)rig.Jaicp.Received[0]["employee"]!["employeeId"]!).ShouldBe("system");
    }

    [Fact]
    public async Task Goodbye_comes_right_before_Closed()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(Closed);
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Done"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Told.ShouldBe(["TextMessage Done", "TextMessage Goodbye!", "Closed"]);
        ((string)rig.Jaicp.Received[1]["employee"]!["firstName"]!).ShouldBe("Support");
    }

    [Fact]
    public async Task A_client_nobody_has_answered_is_told_once_also_after_a_restart()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(Waiting);
        rig.Clock.Advance(TimeSpan.FromSeconds(25));
        await rig.App.RestartAsync();
        rig.Jaicp.Received.ShouldBeEmpty();
        await rig.DeliveredAsync("ClientNotice", stepSeconds: 5);
        await rig.App.RestartAsync();
        await rig.SayAsync("Hello?");
        await rig.DeliveredAsync("ClientText");
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Sorry"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage Please wait a little.", "TextMessage Sorry"]);
    }

    [Fact]
    public async Task A_client_who_was_answered_or_has_left_is_not_asked_to_wait()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(Waiting);
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");
        await rig.SayAsync("I am u2", "u2");
        await rig.LeaveAsync(user: "u2");
        await rig.SayAsync("I am u3", "u3");
        await rig.DeliveredAsync("ClientNotice", stepSeconds: 5);

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi", "TextMessage Please wait a little."]);
        ((string)rig.Jaicp.Received[1]["userId"]!).ShouldBe("u3");
    }
}
