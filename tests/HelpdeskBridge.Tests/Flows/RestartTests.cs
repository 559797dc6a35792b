using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What was accepted survives the end of the process.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_text_accepted_while_Zendesk_was_down_arrives_once_after_a_restart()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.Users.Next(new Answer(503));
        await rig.HandOverAsync();
        await rig.SayAsync("Hello");
        await rig.SayAsync("More");
        await rig.UntilAsync(() => rig.Log.Outcomes("OpenTicket", "Retry") == 1);
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);

        rig.Zendesk.Written.ShouldBe(["Hello\nMore"]);
        rig.Zendesk.Lookups.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hand_over_that_waits_for_its_first_message_waits_on_after_a_restart()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        await rig.HandOverAsync();
        await rig.App.RestartAsync();
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");

        rig.Zendesk.Written.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task An_event_that_waits_for_JAICP_arrives_after_a_restart()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(503));
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        await rig.WakeAsync();
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("ChatClosed", stepSeconds: 1);

        rig.Jaicp.Told.ShouldBe(["TextMessage Bye", "TextMessage Bye", "Closed"]);
        rig.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_ticket_that_could_not_be_read_is_read_after_a_restart()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        rig.Zendesk.Tickets.Next(new Answer(503));
        await rig.WakeAsync();
        await rig.UntilAsync(() => rig.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_comment_that_was_being_sent_is_looked_up_first_after_a_restart(bool wasTaken)
    {
        var never = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(Answer.Ok("{}").HeldUntil(never.Task));
        rig.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(
            [ZendeskStub.Comment(8100, "More", ZendeskStub.FirstUser, marker: wasTaken ? (string)rig.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]! : "another")])));
        await rig.SayAsync("More");
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("ClientText");
        never.SetResult();

        rig.Zendesk.Comments.Calls.ShouldHaveSingleItem();
        rig.Zendesk.Written.ShouldBe(wasTaken ? ["Hello", "More"] : ["Hello", "More", "More"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ticket_that_was_being_opened_is_looked_up_first_after_a_restart(bool wasTaken)
    {
        var never = new TaskCompletionSource();
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.TicketIs(601, "new", null);
        rig.Zendesk.TicketIs("new");
        rig.Zendesk.NewTickets.Next(Answer.Ok("{}").HeldUntil(never.Task));
        rig.Zendesk.Lookups.Usually(_ => Answer.Ok(wasTaken ? $$"""{"tickets":[{"id":501,"external_id":"{{rig.Zendesk.NewTickets.Calls[0].Ticket["external_id"]}}","status":"new"}]}""" : """{"tickets":[]}"""));
        await rig.SayAsync("Hello");
        await rig.UntilAsync(() => rig.Zendesk.NewTickets.Calls.Count >= 1);
        await rig.SayAsync("More");
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("ClientText");
        never.SetResult();

        rig.Zendesk.Lookups.Calls.ShouldHaveSingleItem();
        rig.Zendesk.Written.ShouldBe(wasTaken ? ["Hello", "More"] : ["Hello", "Hello", "More"]);
        rig.Zendesk.NewTickets.Calls.Select(call => call.Header("Idempotency-Key")).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_event_that_was_being_sent_goes_again_with_the_same_id_after_a_restart()
    {
        var never = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(never.Task));
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await rig.WakeAsync();
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);
        await rig.App.RestartAsync();
        await rig.DeliveredAsync("AgentText");
        never.SetResult();

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi", "TextMessage Hi"]);
        rig.Jaicp.Events.Calls.Select(call => call.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_webhook_and_the_clients_are_known_after_a_restart()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.App.RestartAsync();
        await rig.SayAsync("More");
        await rig.DeliveredAsync("ClientText");
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");

        rig.Zendesk.Users.Calls.Count.ShouldBe(1);
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
    }
}
