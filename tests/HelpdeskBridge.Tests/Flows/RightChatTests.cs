using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Ends belong to their conversation, and a conversation has one ticket, whatever is late or tried again.</summary>
public sealed class RightChatTests
{
    private const string FormRefused = """{"error":"RecordInvalid","details":{"ticket_form_id":[{"description":"is invalid"}]}}""";

    [Fact]
    public async Task An_end_is_dropped_when_the_chat_goes_on_before_it_is_sent()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Usually(new Answer(503));
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Done?"));
        await bridge.WakeAndReadAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        await bridge.SendTextAsync("No, one more question");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs(
            "open", ZendeskStub.Comment(8001, "Done?"), ZendeskStub.Comment(8002, "Yes, gladly", at: "2026-11-23T10:00:40Z"));
        await bridge.WakeAndReadAsync();
        bridge.Jaicp.AcceptsEvents();
        await bridge.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        bridge.Log.Outcomes("ChatClosed", "Dropped").ShouldBe(1);
        bridge.Jaicp.EventSummaries.Distinct().ShouldBe(["TextMessage Done?", "TextMessage Yes, gladly"]);
    }

    [Fact]
    public async Task The_end_of_an_earlier_chat_does_not_close_the_clients_new_one()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Usually(new Answer(503));
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ChatClosed", "Retry") >= 1);
        var refused = bridge.Jaicp.EventSummaries.Count;
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Jaicp.AcceptsEvents();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ChatClosed", "Dropped") >= 1, stepSeconds: 1);

        bridge.Jaicp.EventSummaries.Count.ShouldBe(refused);
    }

    [Fact]
    public async Task A_dead_end_that_is_tried_again_does_not_close_a_later_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Jaicp.Events.Next(new Answer(400));
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ChatClosed") == 1);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("OpenTicket", 2);
        var before = bridge.Jaicp.EventSummaries.Count;
        await bridge.DoAsync($"dead-letters/{(await bridge.DeadLettersAsync())[0]!["id"]}/retry");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ChatClosed", "Dropped") >= 1);
        var conversations = (await bridge.AdminAsync($"conversations?user={BridgeFixture.User}"))["conversations"]!.AsArray();
        var ended = conversations.Single(conversation => (string)conversation!["phase"]! == "Ended");
        var first = await bridge.AdminAsync($"conversations/{ended!["id"]}");
        var end = first["timeline"]!.AsArray().Single(entry => (string)entry!["kind"]! == "ChatClosed")!;
        ((string)end["state"]!, (string)end["reason"]!).ShouldBe(("Discarded", "the chat goes on, or the client has a later one"));

        bridge.Jaicp.EventSummaries.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_dead_hand_over_that_is_tried_again_opens_no_second_ticket()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.NewTickets.Next(new Answer(422, FormRefused), new Answer(422, FormRefused), new Answer(422, FormRefused));
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") == 1 && bridge.Log.DeadLetters("OpenTicket") == 1, stepSeconds: 1);
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs("open");
        var opened = bridge.Zendesk.NewTickets.Calls.Count;
        foreach (var letter in (await bridge.DeadLettersAsync()).OrderBy(letter => (string)letter!["kind"]! == "OpenTicket" ? 0 : 1).ToList())
            await bridge.DoAsync($"dead-letters/{letter!["id"]}/retry");
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Count(text => text!.Contains("one", StringComparison.Ordinal)) >= 3);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(opened);
    }

    [Fact]
    public async Task After_a_hand_over_that_may_have_arrived_and_was_given_up_the_next_text_looks_for_its_ticket()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Delivery:GiveUpAfter", "00:30:00"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Jaicp.AcceptsEvents();
        bridge.Zendesk.NewTickets.Next(new Answer(500));
        await SendAfterOpeningWasGivenUpAsync(bridge);

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Path.ShouldBe("/api/v2/tickets/777");
    }

    [Fact]
    public async Task After_a_follow_up_that_may_have_been_opened_and_was_given_up_the_next_text_looks_for_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:GiveUpAfter", "00:30:00"));
        bridge.Zendesk.TicketIs("closed");
        bridge.Zendesk.Updates.Next(TicketOverTests.Closed);
        bridge.Zendesk.NewTickets.Next(new Answer(500));
        await SendAfterOpeningWasGivenUpAsync(bridge);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Updates.Calls[^1].Path.ShouldBe("/api/v2/tickets/777");
    }

    /// <summary>A text is given up although its ticket was opened. The ticket can be found when the client writes again.</summary>
    private static async Task SendAfterOpeningWasGivenUpAsync(BridgeFixture bridge)
    {
        bridge.Zendesk.Lookups.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") == 1, stepSeconds: 60);
        var externalId = (string)bridge.Zendesk.NewTickets.Calls[^1].Ticket["external_id"]!;
        bridge.Zendesk.Lookups.Usually(Answer.Ok($$"""{"tickets":[{"id":777,"status":"open","external_id":"{{externalId}}"}]}"""));
        bridge.Zendesk.TicketIs(777, "open", null);
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
    }
}
