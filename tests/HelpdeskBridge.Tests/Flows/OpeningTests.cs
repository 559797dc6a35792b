using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>How a chat becomes a ticket.</summary>
public sealed class OpeningTests
{
    [Fact]
    public async Task The_first_message_becomes_the_first_comment_by_the_client()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();

        var call = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        call.Body.ShouldBeJson("""
            {"ticket":{"subject":"Chat with Ann","comment":{"body":"Hello","public":true,"author_id":9001},"requester_id":9001,"submitter_id":9001,
             "group_id":360001234567,"external_id":"jaicp:*","tags":["jaicp"],"metadata":{"helpdesk_bridge":"*"}}}
            """);
        call.Header("Idempotency-Key").ShouldNotBeNull().ShouldStartWith((string)call.Ticket["metadata"]!["helpdesk_bridge"]! + "-");
        call.Header("Authorization").ShouldBe("Bearer " + ZendeskStub.TokenName(1));
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_is_made_known_to_Zendesk_without_an_address()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();

        bridge.Zendesk.Users.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson("""{"user":{"name":"Ann","external_id":"jaicp:shop:telegram-123-987654","skip_verify_email":true}}""");
    }

    [Fact]
    public async Task A_hand_over_waits_for_its_first_message()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        await bridge.HandOverAsync();
        bridge.Clock.Advance(TimeSpan.FromSeconds(2.9));
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Zendesk.Written.ShouldBe(["Hello"]);
        bridge.Zendesk.NewTickets.Calls[0].At.ShouldBe(bridge.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("en", "The chat was handed over. The client has not written anything yet.")]
    [InlineData("ru", "Чат передан оператору. Клиент пока ничего не написал.")]
    public async Task A_silent_client_gets_a_ticket_with_a_placeholder(string language, string placeholder)
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Texts:Language", language));
        bridge.Zendesk.AcceptsTickets();
        var handedOver = bridge.Clock.GetUtcNow();
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        var call = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        call.Ticket["comment"]!.ShouldBeJson($$"""{"body":"{{placeholder}}","public":true,"author_id":9001}""");
        call.At.ShouldBeGreaterThanOrEqualTo(handedOver.AddSeconds(3));
    }

    [Fact]
    public async Task The_placeholder_is_a_text_of_the_channel()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:Texts:NoFirstMessage", "Waiting…"), ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"));
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Zendesk.Written.ShouldBe(["Waiting…"]);
    }

    [Fact]
    public async Task With_an_empty_placeholder_the_first_message_opens_the_ticket()
    {
        await using var bridge =
            await BridgeFixture.StartAsync(("Channels:shop:Texts:NoFirstMessage", ""), ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"));
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task A_text_without_a_hand_over_opens_a_ticket_at_the_default_destination()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync("Anybody there?");
        await bridge.DeliveredAsync("OpenTicket");

        var ticket = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        ((long)ticket["group_id"]!).ShouldBe(360001234567);
        ((string)ticket["subject"]!).ShouldBe("Chat with shop telegram-123-987654");
        bridge.Zendesk.Written.ShouldBe(["Anybody there?"]);
    }

    [Fact]
    public async Task A_file_can_be_the_first_message()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Ticket:WaitForFirstMessage", "00:00:10"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        await bridge.HandOverAsync();
        await bridge.SendFileAsync(host.Url("/a%20b.png?x=1"), "receipt.png");
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Zendesk.Written.ShouldBe(["File from the client: receipt.png"]);
        ((string)bridge.Zendesk.NewTickets.Calls[0].Ticket["comment"]!["uploads"]![0]!).ShouldBe("upload-1");
        host.Requests.ShouldHaveSingleItem().ShouldStartWith("GET /a%20b.png?x=1 ");
    }

    [Theory]
    [InlineData("\"999\"")]
    [InlineData("\"billing\"")]
    [InlineData("null")]
    [InlineData("\"99999999999999999999999999\"")]
    public async Task An_unknown_destination_means_the_default_group_and_a_warning(string destination)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        await bridge.App.PostAsync("selectDestination", $$"""{"userId":"u1","destinationId":{{destination}}}""");
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.DeliveredAsync("OpenTicket");

        ((long)bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(360001234567);
        bridge.Log.Contains(LogEventLevel.Warning, "destination").ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"42\"")]
    [InlineData("42")]
    public async Task A_known_destination_takes_the_ticket(string destination)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        await bridge.App.PostAsync("selectDestination", $$"""{"userId":"u1","destinationId":{{destination}}}""");
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.DeliveredAsync("OpenTicket");

        ((long)bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(42);
    }

    [Fact]
    public async Task A_destination_too_long_for_a_group_does_not_delay_the_conversation_while_the_groups_are_unreadable()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Groups.Usually(new Answer(403, """{"error":"Forbidden"}"""));
        await bridge.HandOverAsync(destination: "99999999999999999999999999");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");

        ((long)bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(360001234567);
    }

    [Fact]
    public async Task What_the_channel_sets_for_tickets_is_on_the_ticket()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:Ticket:Subject", "{channel}/{userId}: {userName}"), ("Channels:shop:Ticket:Tags:0", "vip"),
            ("Channels:shop:Ticket:Tags:1", "chat"),
            ("Channels:shop:Ticket:FormId", "11"), ("Channels:shop:Ticket:BrandId", "12"), ("Channels:shop:Ticket:Priority", "High"));
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync("u1", name: " Ann \n  Lee ");
        await bridge.SendTextAsync("Hello", "u1");
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""
            {"ticket":{"subject":"shop/u1: Ann Lee","comment":{"body":"Hello","public":true,"author_id":9001},"requester_id":9001,"submitter_id":9001,
             "group_id":360001234567,"brand_id":12,"ticket_form_id":11,"external_id":"jaicp:*","tags":["vip","chat"],"priority":"high",
             "metadata":{"helpdesk_bridge":"*"}}}
            """);
    }

    [Theory]
    [InlineData("Ann", 1)]
    [InlineData("Ann Lee", 2)]
    public async Task A_client_is_made_known_once_and_again_only_under_a_new_name(string secondName, int calls)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.HandOverAsync(name: secondName);
        await bridge.SendTextAsync("Me again");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Zendesk.Users.Calls.Count.ShouldBe(calls);
        ((long)bridge.Zendesk.NewTickets.Calls[1].Ticket["requester_id"]!).ShouldBe(9001);
    }

    [Fact]
    public async Task Ids_that_differ_only_in_letter_case_are_two_clients()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync("one", "ann");
        await bridge.SendTextAsync("two", "Ann");
        await bridge.DeliveredAsync("OpenTicket", 2);

        var ids = bridge.Zendesk.Users.Calls.Select(call => (string)call.Json["user"]!["external_id"]!).ToList();
        ids.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(2);
    }
}
