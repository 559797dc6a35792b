using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What was accepted survives the end of the process.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_text_accepted_while_Zendesk_was_down_arrives_once_after_a_restart()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Users.Next(ZendeskStub.Unavailable);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.SendTextAsync("More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello\nMore"]);
        bridge.Zendesk.Lookups.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hand_over_that_waits_for_its_first_message_waits_on_after_a_restart()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync();
        await bridge.App.RestartAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Zendesk.Written.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task A_text_for_an_account_that_left_the_settings_becomes_a_dead_letter_that_operators_see()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;
        try
        {
            (string, string?)[] settings = [("Storage:ConnectionString", $"Data Source={Path.Combine(folder, "bridge.db")}")];
            await using (await BridgeFixture.WithOpenChatAsync(settings))
            {
            }

            await using var bridge = await BridgeFixture.StartAsync(
            [
                .. settings, ("Helpdesks:main:Kind", null), ("Helpdesks:main:BaseUrl", null), ("Helpdesks:main:OAuth:ClientId", null),
                ("Helpdesks:main:OAuth:ClientSecret", null), ("Helpdesks:main:WebhookSecrets:0", null), ("Helpdesks:main:ReconcileEvery", null),
                ("Helpdesks:other:BaseUrl", "http://127.0.0.1:9"), ("Helpdesks:other:ApiToken:Email", "a@example.com"),
                ("Helpdesks:other:ApiToken:Token", "an-api-token"), ("Helpdesks:other:Feed", "Poll"), ("Helpdesks:other:PollEvery", "1.00:00:00"),
                ("Channels:shop:Helpdesk", "other"), ("Channels:shop:Texts:MessageNotDelivered", ""), ("Delivery:GiveUpAfter", "00:00:10"),
            ]);
            await bridge.SendTextAsync("Anybody there?");
            await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
            await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1, stepSeconds: 1);

            bridge.Log.Contains(LogEventLevel.Warning, "1 open chat(s) are in main, but Helpdesks:main is not in the settings any more")
                .ShouldBeTrue();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_event_that_waits_for_JAICP_arrives_after_a_restart()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(503));
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "TextMessage Bye", "Closed"]);
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_ticket_that_could_not_be_read_is_read_after_a_restart()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        bridge.Zendesk.Tickets.Next(ZendeskStub.Unavailable);
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_comment_that_was_being_sent_is_looked_up_first_after_a_restart(bool wasTaken)
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Answer.Ok("{}").HeldUntil(never.Task));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(
            [ZendeskStub.Comment(8100, "More", ZendeskStub.FirstUser, marker: wasTaken ? (string)bridge.Zendesk.Updates.Calls[0]
                .Ticket["metadata"]!["helpdesk_bridge"]! : "another")])));
        await bridge.SendTextAsync("More");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("ClientText", stepSeconds: wasTaken ? 0 : 1);
        never.SetResult();

        bridge.Zendesk.Comments.Calls.Count.ShouldBeInRange(wasTaken ? 1 : 2, wasTaken ? 1 : 7);
        bridge.Zendesk.Written.ShouldBe(wasTaken ? ["Hello", "More"] : ["Hello", "More", "More"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ticket_that_was_being_opened_is_looked_up_first_after_a_restart(bool wasTaken)
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs(601, "new", null);
        bridge.Zendesk.TicketIs("new");
        bridge.Zendesk.NewTickets.Next(Answer.Ok("{}").HeldUntil(never.Task));
        bridge.Zendesk.Lookups.Usually(
            _ => Answer.Ok(wasTaken
                ? $$"""{"tickets":[{"id":501,"external_id":"{{bridge.Zendesk.NewTickets.Calls[0].Ticket["external_id"]}}","status":"new"}]}"""
                : """{"tickets":[]}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Zendesk.NewTickets.Calls.Count >= 1);
        await bridge.SendTextAsync("More");
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("ClientText", stepSeconds: wasTaken ? 0 : 1);
        never.SetResult();

        bridge.Zendesk.Lookups.Calls.Count.ShouldBeInRange(wasTaken ? 1 : 2, wasTaken ? 1 : 7);
        bridge.Zendesk.Written.ShouldBe(wasTaken ? ["Hello", "More"] : ["Hello", "Hello", "[10:00] More"]);
        bridge.Zendesk.NewTickets.Calls.Select(call => call.Header("Idempotency-Key")).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_event_that_was_being_sent_goes_again_with_the_same_id_after_a_restart()
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(never.Task));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText");
        never.SetResult();

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi", "TextMessage Hi"]);
        bridge.Jaicp.Events.Calls.Select(call => call.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_webhook_and_the_clients_are_known_after_a_restart()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.App.RestartAsync();
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Zendesk.Users.Calls.Count.ShouldBe(1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }
}
