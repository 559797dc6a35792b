using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A new hand-over goes into the client's last ticket (<c>Ticket:Reuse</c> WhileOpen).</summary>
public sealed class TicketReuseTests
{
    private const string Tag = "back_to_bot";
    private static readonly (string, string?) Setting = ("Channels:shop:Ticket:Reuse", "WhileOpen");

    [Fact]
    public async Task The_next_chat_goes_into_the_solved_ticket_with_a_note_of_what_is_new_and_reopens_it()
    {
        await using var bridge = await SolvedAsync();
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = BridgeFixture.User,
            destinationId = BridgeApp.DefaultGroup,
            userName = "Ann",
            attributes = new { order = "4711" },
        });
        await bridge.DeliveredAsync("ReopenTicket");
        bridge.Zendesk.TicketIs("open");
        await bridge.SendTextAsync("It happened again");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Bye"), ZendeskStub.Comment(8002, "I see", at: "2026-11-23T10:30:00Z"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed", "TextMessage I see"]);
        var updates = bridge.Zendesk.Updates.Calls.Select(call => call.Ticket).ToList();
        updates.Count.ShouldBe(3);
        ((bool)updates[0]["comment"]!["public"]!).ShouldBeFalse();
        ((string)updates[0]["comment"]!["body"]!).ShouldContain("another chat begins here");
        ((string)updates[0]["comment"]!["body"]!).ShouldContain("4711");
        ((string)updates[1]["status"]!).ShouldBe("open");
        ((string)updates[2]["comment"]!["body"]!).ShouldBe("It happened again");
    }

    [Fact]
    public async Task Solving_the_ticket_again_ends_the_second_chat()
    {
        await using var bridge = await SolvedAsync();
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ReopenTicket");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"), ZendeskStub.Comment(8002, "Done"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed", "TextMessage Done", "Closed"]);
    }

    /// <summary>Nobody would look at a chat whose ticket stays solved, so the bot gets it back.</summary>
    [Theory]
    [InlineData("hand-over")]
    [InlineData("text")]
    public async Task A_ticket_that_can_not_be_reopened_ends_the_chat_again_and_keeps_the_words(string beginning)
    {
        await using var bridge = await SolvedAsync();
        bridge.Zendesk.Updates.Usually(call => call.Ticket["status"] is not null
            ? new Answer(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Order: needed when reopening a ticket"}]}}""")
            : Answer.Ok("""{"ticket":{"id":501,"status":"solved"},"audit":{"events":[]}}"""));
        if (beginning == "hand-over")
            await bridge.HandOverAsync();
        else
            await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("ChatClosed", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed", "Closed"]);
        bridge.Zendesk.Written.OfType<string>().Last().ShouldContain(beginning == "text" ? "Hello again" : "another chat begins here");
    }

    [Fact]
    public async Task By_default_each_chat_has_a_ticket_of_its_own()
    {
        await using var bridge = await SolvedAsync(("Channels:shop:Ticket:Reuse", "Never"));
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
        bridge.Zendesk.NewTickets.Calls[1].Ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
    }

    [Fact]
    public async Task A_ticket_that_is_known_to_be_closed_is_not_used_again()
    {
        await using var bridge = await SolvedAsync();
        bridge.Zendesk.TicketIs("closed", ZendeskStub.Comment(8001, "Bye"));
        await bridge.WakeAndReadAsync();
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_was_closed_meanwhile_is_continued_by_a_follow_up()
    {
        await using var bridge = await SolvedAsync();
        bridge.Zendesk.TicketIs("closed", ZendeskStub.Comment(8001, "Bye"));
        bridge.Zendesk.Updates.Next(TicketOverTests.Closed);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("ClientText");

        ((long)bridge.Zendesk.NewTickets.Calls[1].Ticket["via_followup_source_id"]!).ShouldBe(501);
        bridge.Zendesk.Written[^1].ShouldBe("Hello again");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed"]);
    }

    [Fact]
    public async Task A_ticket_that_was_deleted_meanwhile_is_replaced()
    {
        await using var bridge = await SolvedAsync();
        bridge.Zendesk.TicketIsGone();
        bridge.Zendesk.Updates.Next(ZendeskStub.NotFound);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Contains("Hello again"), stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_ticket_that_was_merged_meanwhile_is_left_for_the_one_in_which_it_goes_on()
    {
        const long target = 700;
        const string mergedAt = "2026-11-23T10:00:40Z";
        await using var bridge = await SolvedAsync();
        bridge.Zendesk.TicketIs(target, "open", null);
        bridge.Zendesk.TicketIsMerged(501, mergedAt, ZendeskStub.Comment(8001, "Bye"), ZendeskStub.MergeNote(8010, target, mergedAt));
        bridge.Zendesk.Updates.Next(TicketOverTests.Closed);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Contains("Hello again"), stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Zendesk.Updates.Calls.Single(call => (string?)call.Ticket["comment"]?["body"] == "Hello again")
            .Path.ShouldBe($"/api/v2/tickets/{target}");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed"]);
    }

    [Fact]
    public async Task A_ticket_that_is_not_opened_yet_is_waited_for()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync(Setting);
        bridge.Zendesk.TicketIs("new");
        bridge.Zendesk.NewTickets.Next(new Answer(429));
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        await bridge.CloseChatAsync("Never mind");
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("ReopenTicket", stepSeconds: 1);
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Contains("Hello again"), stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Select(call => (string?)call.Ticket["external_id"]).Distinct().Count().ShouldBe(1);
        bridge.Zendesk.Written[0].ShouldBe("Hello");
        var notes = bridge.Zendesk.Updates.Calls.Select(call => (string?)call.Ticket["comment"]?["body"]).OfType<string>().ToList();
        notes.FindIndex(note => note.Contains("Never mind", StringComparison.Ordinal))
            .ShouldBeLessThan(notes.FindIndex(note => note.Contains("another chat begins here", StringComparison.Ordinal)));
        bridge.Zendesk.Updates.Calls.Select(call => (string?)call.Ticket["status"]).OfType<string>().Last().ShouldBe("open");
    }

    [Fact]
    public async Task A_follow_up_that_is_not_opened_yet_is_waited_for()
    {
        await using var bridge = await SolvedAsync();
        bridge.Zendesk.TicketIs("closed", ZendeskStub.Comment(8001, "Bye"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.NewTickets.Next(new Answer(429));
        await bridge.SendTextAsync("One more thing");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.CloseChatAsync("Never mind");

        await ShouldGoIntoTheFollowUpAsync(bridge);
    }

    [Fact]
    public async Task A_follow_up_that_words_of_the_last_chat_wait_for_is_waited_for_when_their_ticket_refused_them_after_its_end()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.Updates.Next(new Answer(429), TicketOverTests.Closed);
        bridge.Zendesk.NewTickets.Next(new Answer(429));
        await bridge.SendTextAsync("One more thing");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == 1);
        await bridge.CloseChatAsync("Never mind");
        bridge.Zendesk.TicketIs("closed");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == 2, stepSeconds: 1);

        await ShouldGoIntoTheFollowUpAsync(bridge);
    }

    [Fact]
    public async Task A_ticket_that_was_refused_for_good_is_opened_by_the_next_chat()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync(Setting);
        bridge.Zendesk.TicketIs("new");

        // It is tried once more without its group.
        bridge.Zendesk.NewTickets.Next(new Answer(422), new Answer(422));
        await bridge.HandOverAsync();
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("OpenTicket") == 1, stepSeconds: 1);
        await bridge.CloseChatAsync("Never mind");
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Contains("Hello again"), stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(3);
        bridge.Log.DeadLetters("MoveTicket").ShouldBe(0);
    }

    [Fact]
    public async Task Two_clients_and_two_channels_do_not_mix()
    {
        const string WebKey = "another-channel-key-of-the-tests-0123";
        await using var bridge = await SolvedAsync(
            ("Channels:web:Key", WebKey), ("Channels:web:Helpdesk", "main"), ("Channels:web:DefaultDestination", BridgeApp.DefaultGroup),
            ("Channels:web:Ticket:Reuse", "WhileOpen"));
        await bridge.HandOverAsync("somebody-else");
        using var body = new StringContent($$"""{"userId":"{{BridgeFixture.User}}","destinationId":"{{BridgeApp.DefaultGroup}}"}""");
        using var answer = await bridge.App.Http.PostAsync(
            new Uri(bridge.App.Url, $"/operator/web/{WebKey}/selectDestination"), body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        await bridge.DeliveredAsync("OpenTicket", 3, stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(3);
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_that_gave_the_last_chat_back_is_taken_away_before_the_next_one_begins()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting, ("Channels:shop:ReturnToBot:Tag", Tag));
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("Returned");
        bridge.Zendesk.RemovedTags.Usually(call =>
        {
            bridge.Zendesk.HasTags("jaicp");
            return Answer.Ok("""{"tags":["jaicp"]}""");
        });
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("MoveTicket");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Here I am"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Zendesk.RemovedTags.Calls.ShouldHaveSingleItem().Json.ShouldBeJson($$"""{"tags":["{{Tag}}"]}""");
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "TextMessage Here I am"]);
    }

    [Fact]
    public async Task Who_waits_in_the_second_chat_is_told_so_as_in_the_first()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            Setting, ("Channels:shop:Texts:Waiting", "Please wait"), ("Delivery:NotifyAfter", "00:02:00"));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count == 1, stepSeconds: 10);
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ReopenTicket");
        bridge.Zendesk.TicketIs("open");
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count == 3, stepSeconds: 10);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Please wait", "Closed", "TextMessage Please wait"]);
    }

    /// <summary>The next chat goes where the words wait that the last one ended with.</summary>
    private static async Task ShouldGoIntoTheFollowUpAsync(BridgeFixture bridge)
    {
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Contains("Hello again"), stepSeconds: 1);

        var tickets = bridge.Zendesk.NewTickets.Calls.Select(call => (string?)call.Ticket["external_id"]).Distinct();
        tickets.Count().ShouldBe(2, "the closed one and its follow-up");
        bridge.Zendesk.Written.ShouldContain("One more thing");
    }

    private static async Task<BridgeFixture> SolvedAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync([Setting, .. settings]);
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        return bridge;
    }
}
