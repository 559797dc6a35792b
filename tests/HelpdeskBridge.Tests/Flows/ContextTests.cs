using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The context that the bot hands over with a client.</summary>
public sealed class ContextTests
{
    private const string HandOver =
        """{"userId":"u1","userName":"Ann","attributes":{"plan":"gold ``` {{ticket.title}}","**vip**":true},"hiddenAttributes":"""
            + """{"score":"hidden-4711","segment":"B 2"},"customData":{"orderId":7}}""";

    private static readonly (string, string?)[] Mapped =
    [
        ("Channels:shop:Ticket:Fields:score", "36001"), ("Channels:shop:Ticket:Fields:**vip**", "36002"),
        ("Channels:shop:Ticket:Fields:segment", "tags"),
        ("Channels:shop:Ticket:FormId", "11"), ("Channels:shop:Ticket:Priority", "High"),
    ];

    [Theory]
    [InlineData("en", "What the bot knows about the client:", "Data from the bot:")]
    [InlineData("ru", "Что бот знает о клиенте:", "Данные от бота:")]
    public async Task The_context_is_an_internal_note_in_which_nothing_is_interpreted(string language, string attributes, string data)
    {
        await using var bridge = await OpenAsync(HandOver, ("Channels:shop:Texts:Language", language));
        await bridge.DeliveredAsync("ContextNote");

        var note = bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket;
        note["comment"]!.AsObject().ContainsKey("author_id").ShouldBeFalse();
        ((bool)note["comment"]!["public"]!).ShouldBeFalse();
        ((string)note["comment"]!["body"]!).ShouldBe(
            $"{attributes}\n\n```\nplan: gold `\u200B`` \\{{{{ticket.title}}}}\n**vip**: true\n```\n\n{data}\n\n```\n{{\n  \"orderId\": 7\n}}\n```");
        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Body.ShouldNotContain("gold");
        bridge.Zendesk.Calls.ShouldAllBe(call => !call.Body.Contains("hidden-4711", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Channels:shop:Texts:ContextAttributes", "Data from the bot:")]
    [InlineData("Channels:shop:Texts:ContextCustomData", "What the bot knows about the client:")]
    public async Task A_part_without_a_heading_is_left_out(string silent, string left)
    {
        await using var bridge = await OpenAsync(HandOver, (silent, ""));
        await bridge.DeliveredAsync("ContextNote");

        bridge.Zendesk.Written[1].ShouldNotBeNull().Split("```").Length.ShouldBe(3);
        bridge.Zendesk.Written[1].ShouldStartWith(left);
    }

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_not_written_twice()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Updates.Next(new Answer(500));
        await bridge.App.PostAsync("selectDestination", HandOver);
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ContextNote", "Unknown") >= 1);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(
            8001, "x", author: 78, isPublic: false, marker: (string)bridge.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]!));
        await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Mapped_attributes_become_fields_and_tags_also_of_a_follow_up()
    {
        await using var bridge = await OpenAsync(HandOver, Mapped);
        await bridge.DeliveredAsync("ContextNote");
        bridge.Zendesk.Updates.Next(
            new Answer(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}"""));
        bridge.Zendesk.TicketIs("closed");
        await bridge.SendTextAsync("One more thing", "u1");
        await bridge.UntilAsync(() => bridge.Zendesk.NewTickets.Calls.Count >= 2, stepSeconds: 1);

        foreach (var ticket in bridge.Zendesk.NewTickets.Calls.Select(call => call.Ticket))
        {
            ticket["custom_fields"]!.ShouldBeJson("""[{"id":36002,"value":true},{"id":36001,"value":"hidden-4711"}]""");
            ticket["tags"]!.ShouldBeJson("""["jaicp","b_2"]""");
        }

        bridge.Zendesk.Written.ShouldAllBe(text => text == null || !text.Contains("hidden-4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_Zendesk_refuses_does_not_lose_the_message()
    {
        await using var bridge = await BridgeFixture.StartAsync(Mapped);
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.NewTickets.Next(new Answer(422,
            """{"error":"RecordInvalid","description":"hidden-4711","details":{"custom_fields":[{"description":"hidden-4711 is no number"}]}}"""));
        await bridge.App.PostAsync("selectDestination", HandOver);
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.DeliveredAsync("OpenTicket");

        var (refused, taken) = (bridge.Zendesk.NewTickets.Calls[0], bridge.Zendesk.NewTickets.Calls[1]);
        ((string)refused.Ticket["priority"]!).ShouldBe("high");
        foreach (var member in new[] { "custom_fields", "ticket_form_id", "priority" })
            taken.Ticket.AsObject().ContainsKey(member).ShouldBeFalse();
        taken.Ticket["comment"]!.ShouldBeJson(refused.Ticket["comment"]!.ToJsonString());
        taken.Ticket["tags"]!.ShouldBeJson("""["jaicp","b_2"]""");
        taken.Header("Idempotency-Key").ShouldNotBe(refused.Header("Idempotency-Key"));
        bridge.Log.Lines.ShouldContain(line => line.Contains("422 RecordInvalid custom_fields", StringComparison.Ordinal)
            && line.Contains("36002, 36001", StringComparison.Ordinal));
        bridge.Log.Lines.ShouldNotContain(line => line.Contains("hidden-4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_hand_over_writes_a_note_of_what_changed_and_sets_the_changed_fields()
    {
        await using var bridge = await OpenAsync(HandOver, Mapped);
        await bridge.DeliveredAsync("ContextNote");
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        bridge.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid","details":{"custom_fields":[]}}"""));
        await bridge.App.PostAsync(
            "selectDestination",
            """{"userId":"u1","destinationId":42,"attributes":{"**vip**":true,"lang":"de"},"hiddenAttributes":"""
                + """{"score":"hidden-4712","segment":"B 2"},"customData":{"orderId":8}}""");
        await bridge.DeliveredAsync("MoveTicket");

        var (refused, taken) = (bridge.Zendesk.Updates.Calls[1].Ticket, bridge.Zendesk.Updates.Calls[2].Ticket);
        ((long)taken["group_id"]!).ShouldBe(42);
        ((string)taken["comment"]!["body"]!).ShouldBe(
            "The bot handed the chat over again.\n\nWhat the bot knows about the client:\n\n"
                + "```\n- plan: gold `\u200B`` \\{{ticket.title}}\n+ lang: de\n```\n\n"
                + "Data from the bot:\n\n```\n~ orderId: 7 → 8\n```");
        refused["custom_fields"]!.ShouldBeJson("""[{"id":36001,"value":"hidden-4712"}]""");
        taken.AsObject().ContainsKey("custom_fields").ShouldBeFalse();
    }

    private static async Task<BridgeFixture> OpenAsync(string context, params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.StartAsync(settings);
        bridge.Zendesk.AcceptsTickets();
        (await bridge.App.PostAsync("selectDestination", context)).EnsureSuccessStatusCode();
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.DeliveredAsync("OpenTicket");
        return bridge;
    }
}
