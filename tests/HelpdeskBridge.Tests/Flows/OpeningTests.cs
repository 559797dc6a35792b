using HelpdeskBridge.Conversations;
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
        await using var rig = await BridgeRig.WithOpenChatAsync();

        var call = rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        call.Body.ShouldBeJson("""
            {"ticket":{"subject":"Chat with Ann","comment":{"body":"Hello","public":true,"author_id":9001},"requester_id":9001,"submitter_id":9001,
             "group_id":360001234567,"external_id":"jaicp:*","tags":["jaicp"],"metadata":{"helpdesk_bridge":"*"}}}
            """);
        call.Header("Idempotency-Key").ShouldNotBeNull().ShouldStartWith((string)call.Ticket["metadata"]!["helpdesk_bridge"]! + "-");
        call.Header("Authorization").ShouldBe("Bearer " + ZendeskStub.TokenName(1));
        rig.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_is_made_known_to_Zendesk_without_an_address()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();

        rig.Zendesk.Users.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson("""{"user":{"name":"Ann","external_id":"jaicp:shop:telegram-123-987654","skip_verify_email":true}}""");
    }

    [Fact]
    public async Task A_hand_over_waits_for_its_first_message()
    {
        await using var rig = await BridgeRig.StartAsync();
        await rig.HandOverAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(2.9));
        rig.Zendesk.AcceptsTickets();
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");

        rig.Zendesk.Written.ShouldBe(["Hello"]);
        rig.Zendesk.NewTickets.Calls[0].At.ShouldBe(rig.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("en", "The chat was handed over. The client has not written anything yet.")]
    [InlineData("ru", "Чат передан оператору. Клиент пока ничего не написал.")]
    public async Task A_silent_client_gets_a_ticket_with_a_placeholder(string language, string placeholder)
    {
        await using var rig = await BridgeRig.StartAsync(("Channels:shop:Texts:Language", language));
        rig.Zendesk.AcceptsTickets();
        var handedOver = rig.Clock.GetUtcNow();
        await rig.HandOverAsync();
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);

        var call = rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        call.Ticket["comment"]!.ShouldBeJson($$"""{"body":"{{placeholder}}","public":true,"author_id":9001}""");
        call.At.ShouldBeGreaterThanOrEqualTo(handedOver.AddSeconds(3));
    }

    [Fact]
    public async Task The_placeholder_can_be_worded_by_the_channel()
    {
        await using var rig = await BridgeRig.StartAsync(("Channels:shop:Texts:NoFirstMessage", "Waiting…"), ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"));
        rig.Zendesk.AcceptsTickets();
        await rig.HandOverAsync();
        await rig.DeliveredAsync("OpenTicket");

        rig.Zendesk.Written.ShouldBe(["Waiting…"]);
    }

    [Fact]
    public async Task An_empty_placeholder_says_nothing_and_the_first_message_opens_the_ticket()
    {
        await using var rig = await BridgeRig.StartAsync(("Channels:shop:Texts:NoFirstMessage", ""), ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"));
        rig.Zendesk.AcceptsTickets();
        await rig.HandOverAsync();
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("ClientText");

        rig.Zendesk.Written.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task A_text_without_a_hand_over_opens_a_ticket_at_the_default_destination()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        await rig.SayAsync("Anybody there?");
        await rig.DeliveredAsync("OpenTicket");

        var ticket = rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        ((long)ticket["group_id"]!).ShouldBe(360001234567);
        ((string)ticket["subject"]!).ShouldBe("Chat with shop telegram-123-987654");
        rig.Zendesk.Written.ShouldBe(["Anybody there?"]);
    }

    [Fact]
    public async Task A_file_can_be_the_first_message()
    {
        await using var host = new FileHost(_ => FileHost.Ok("content"));
        await using var rig = await BridgeRig.StartAsync(("Channels:shop:Ticket:WaitForFirstMessage", "00:00:10"));
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.TakesUploads();
        await rig.HandOverAsync();
        await rig.SendFileAsync(host.Url("/a%20b.png?x=1"), "receipt.png");
        await rig.DeliveredAsync("OpenTicket");

        rig.Zendesk.Written.ShouldBe(["File from the client: receipt.png"]);
        ((string)rig.Zendesk.NewTickets.Calls[0].Ticket["comment"]!["uploads"]![0]!).ShouldBe("upload-1");
        host.Requests.ShouldHaveSingleItem().ShouldStartWith("GET /a%20b.png?x=1 ");
    }

    [Theory]
    [InlineData("\"999\"")]
    [InlineData("\"billing\"")]
    [InlineData("null")]
    [InlineData("\"99999999999999999999999999\"")]
    public async Task An_unknown_destination_means_the_default_group_and_a_warning(string destination)
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        await rig.App.PostAsync("selectDestination", $$"""{"userId":"u1","destinationId":{{destination}}}""");
        await rig.SayAsync("Hello", "u1");
        await rig.DeliveredAsync("OpenTicket");

        ((long)rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(360001234567);
        rig.Log.Says(LogEventLevel.Warning, "destination").ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"42\"")]
    [InlineData("42")]
    public async Task A_known_destination_takes_the_ticket(string destination)
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        await rig.App.PostAsync("selectDestination", $$"""{"userId":"u1","destinationId":{{destination}}}""");
        await rig.SayAsync("Hello", "u1");
        await rig.DeliveredAsync("OpenTicket");

        ((long)rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(42);
    }

    [Fact]
    public async Task A_destination_too_long_for_a_group_does_not_hold_the_chat_while_the_groups_are_unreadable()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.Groups.Usually(new Answer(403, """{"error":"Forbidden"}"""));
        await rig.HandOverAsync(destination: "99999999999999999999999999");
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");

        ((long)rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(360001234567);
    }

    [Fact]
    public async Task What_the_channel_sets_for_tickets_is_on_the_ticket()
    {
        await using var rig = await BridgeRig.StartAsync(
            ("Channels:shop:Ticket:Subject", "{channel}/{userId}: {userName}"), ("Channels:shop:Ticket:Tags:0", "vip"), ("Channels:shop:Ticket:Tags:1", "chat"),
            ("Channels:shop:Ticket:FormId", "11"), ("Channels:shop:Ticket:BrandId", "12"), ("Channels:shop:Ticket:Priority", "High"));
        rig.Zendesk.AcceptsTickets();
        await rig.HandOverAsync("u1", name: " Ann \n  Lee ");
        await rig.SayAsync("Hello", "u1");
        await rig.DeliveredAsync("OpenTicket");

        rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""
            {"ticket":{"subject":"shop/u1: Ann Lee","comment":{"body":"Hello","public":true,"author_id":9001},"requester_id":9001,"submitter_id":9001,"group_id":360001234567,
             "brand_id":12,"ticket_form_id":11,"external_id":"jaicp:*","tags":["vip","chat"],"priority":"high","metadata":{"helpdesk_bridge":"*"}}}
            """);
    }

    [Theory]
    [InlineData("Ann", 1)]
    [InlineData("Ann Lee", 2)]
    public async Task A_client_is_made_known_once_and_again_only_under_a_new_name(string secondName, int calls)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");
        await rig.HandOverAsync(name: secondName);
        await rig.SayAsync("Me again");
        await rig.DeliveredAsync("OpenTicket", 2);

        rig.Zendesk.Users.Calls.Count.ShouldBe(calls);
        ((long)rig.Zendesk.NewTickets.Calls[1].Ticket["requester_id"]!).ShouldBe(9001);
    }

    [Fact]
    public async Task Ids_that_differ_only_in_letter_case_are_two_clients()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        await rig.SayAsync("one", "ann");
        await rig.SayAsync("two", "Ann");
        await rig.DeliveredAsync("OpenTicket", 2);

        var ids = rig.Zendesk.Users.Calls.Select(call => (string)call.Json["user"]!["external_id"]!).ToList();
        ids.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(2);
    }
}
