using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A chat in which nobody says anything any more.</summary>
public sealed class IdleTests
{
    private static readonly (string Key, string? Value) After10Minutes = ("Channels:shop:Close:IdleAfter", "00:10:00");

    [Fact]
    public async Task A_silent_chat_is_closed_with_a_notice_a_note_and_the_status_once_also_after_a_restart()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(After10Minutes, ("Channels:shop:Texts:ChatClosed", "Goodbye!"), ("Channels:shop:Close:StatusOnClientClose", "pending"));
        rig.Clock.Advance(TimeSpan.FromMinutes(9));
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("IdleEnd", stepSeconds: 5);
        await rig.DeliveredAsync("ChatClosed");
        rig.Zendesk.TicketIs(501, "solved", ZendeskStub.Agent);
        await rig.RingAndReadAsync();

        rig.Jaicp.Told.ShouldBe(["TextMessage The chat was closed because nobody has written for a while. If you still need help, just write again.", "Closed"]);
        rig.Jaicp.Received.ShouldAllBe(e => (string)e["employee"]!["employeeId"]! == "system");
        rig.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"The chat was closed because nobody had written for a while.","public":false},"status":"pending","metadata":{"helpdesk_bridge":"*"} } }""");
    }

    [Fact]
    public async Task An_emptied_text_closes_silently()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(After10Minutes, ("Channels:shop:Texts:IdleClosed", ""), ("Channels:shop:Texts:IdleNote", ""));
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await rig.DeliveredAsync("IdleEnd", stepSeconds: 5);
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Told.ShouldBe(["Closed"]);
        rig.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""{"ticket":{"status":"solved","metadata":{"helpdesk_bridge":"*"} } }""");
    }

    [Fact]
    public async Task A_word_of_either_side_keeps_the_chat_open()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(After10Minutes);
        rig.Clock.Advance(TimeSpan.FromMinutes(9));
        await rig.SayAsync("Still here");
        await rig.DeliveredAsync("ClientText");
        rig.Clock.Advance(TimeSpan.FromMinutes(9));
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Me too"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");
        var lastWord = rig.Clock.GetUtcNow();
        await rig.DeliveredAsync("ChatClosed", stepSeconds: 5);

        rig.Jaicp.Told.Count.ShouldBe(3);
        (rig.Jaicp.Events.Calls[^1].At - lastWord).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_message_that_waits_for_delivery_or_has_just_arrived_keeps_the_chat_open()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(After10Minutes);
        rig.Zendesk.Updates.Next(new Answer(503, RetryAfter: "1800"));
        await rig.SayAsync("waits");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        await rig.DeliveredAsync("ClientText", stepSeconds: 20);
        var arrived = rig.Clock.GetUtcNow();
        await rig.DeliveredAsync("ChatClosed", stepSeconds: 5);
        await rig.DeliveredAsync("IdleEnd");

        (rig.Jaicp.Events.Calls[0].At - arrived).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(9));
        rig.Zendesk.Written.ShouldBe(["Hello", "waits", "[10:00] waits", "The chat was closed because nobody had written for a while."]);
    }

    [Fact]
    public async Task A_text_just_after_it_goes_on_in_the_ticket()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(After10Minutes);
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await rig.DeliveredAsync("IdleEnd", stepSeconds: 5);
        await rig.SayAsync("Wait!");
        await rig.DeliveredAsync("ClientText");
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "I do"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");

        ((string?)rig.Zendesk.Updates.Calls[1].Ticket["status"]).ShouldBe("open");
        rig.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        rig.Jaicp.Told[^1].ShouldBe("TextMessage I do");
    }
}
