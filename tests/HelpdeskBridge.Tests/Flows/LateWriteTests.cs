using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;
using HelpdeskBridge.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// A write without a response may still take effect. Until it can't any more it is looked up and not sent again, whatever lost the response.
/// </summary>
public sealed class LateWriteTests
{
    private static readonly TimeSpan LateWriteWindow = TimeSpan.FromSeconds(90);

    /// <summary>The requests that Zendesk has carried out, some of them long after it was asked.</summary>
    private readonly ConcurrentQueue<Call> _taken = new();

    private readonly TaskCompletionSource _release = new();

    public static TheoryData<string> LostAnswers => ["timeout", "proxy 503", "proxy 408", "foreign JSON", "500", "200 with another body"];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_comment_that_is_taken_late_is_not_written_again(string lost)
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Lost(lost));
        await bridge.SendTextAsync("once");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        await LookedUpAsync(bridge, "ClientText");
        Take(bridge.Zendesk.Updates.Calls.Single());
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_ticket_that_is_opened_late_is_not_opened_again(string lost)
    {
        await using var bridge = await BridgeFixture.StartAsync(("Delivery:RequestTimeout", "00:00:03"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs(601, "new", null);
        bridge.Zendesk.Lookups.Usually(_ => Answer.Ok(new JsonObject
        {
            ["tickets"] = new JsonArray([.. _taken.Select(call => new JsonObject
            {
                ["id"] = 601, ["status"] = "new", ["external_id"] = (string)call.Ticket["external_id"]!,
            })]),
        }.ToJsonString()));
        bridge.Zendesk.NewTickets.Next(Lost(lost));
        await bridge.SendTextAsync("once");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Unknown") >= 1);
        await LookedUpAsync(bridge, "OpenTicket");
        Take(bridge.Zendesk.NewTickets.Calls.Single());
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
    }

    /// <summary>Whether the agent had read the words is not known, but whoever solves a ticket ends the chat once.</summary>
    [Fact]
    public async Task An_end_that_an_agent_set_while_a_comment_is_looked_up_is_announced_once()
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        await bridge.SendTextAsync("Thanks!");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        Take(bridge.Zendesk.Updates.Calls.Single());
        ShowTaken(bridge, "solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    [Fact]
    public async Task A_status_that_an_agent_sets_while_a_comment_is_looked_up_is_kept_in_mind()
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        await bridge.SendTextAsync("one");
        await LookedUpAsync(bridge, "ClientText");
        ShowTaken(bridge, "pending");
        await bridge.WakeAndReadAsync();
        Take(bridge.Zendesk.Updates.Calls.Single());
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2);

        ((string?)bridge.Zendesk.Updates.Calls[^1].Ticket["status"]).ShouldBe("open");
    }

    [Fact]
    public async Task A_note_about_the_end_that_is_taken_late_is_not_written_again()
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        await bridge.CloseChatAsync("Thanks");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientLeft", "Unknown") >= 1);
        await LookedUpAsync(bridge, "ClientLeft");
        Take(bridge.Zendesk.Updates.Calls.Single());
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_comment_with_a_file_that_is_taken_late_is_not_written_again()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.AcceptsUploads();
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientFile", "Unknown") >= 1);
        await LookedUpAsync(bridge, "ClientFile");
        Take(bridge.Zendesk.Updates.Calls.Single());
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
        bridge.Zendesk.Uploads.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task After_a_restart_a_comment_is_still_not_written_before_the_first_one_can_no_longer_be_taken()
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        await bridge.SendTextAsync("once");
        await LookedUpAsync(bridge, "ClientText");
        await bridge.App.RestartAsync();
        bridge.Clock.Advance(TimeSpan.FromSeconds(30));
        await LookedUpAsync(bridge, "ClientText", times: 2);
        Take(bridge.Zendesk.Updates.Calls.Single());
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_comment_whose_process_died_counts_as_sent_until_the_next_process_began()
    {
        var never = new TaskCompletionSource();
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(200).HeldUntil(never.Task));
        await bridge.SendTextAsync("once");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        bridge.Clock.Advance(TimeSpan.FromMinutes(2)); // the request may have waited that long for its turn
        await bridge.App.RestartAsync();
        var restarted = bridge.Clock.GetUtcNow();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        never.SetResult();

        (bridge.Zendesk.Updates.Calls[1].At - restarted).ShouldBeGreaterThanOrEqualTo(LateWriteWindow);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_comes_after_an_unanswered_comment_is_written_after_it()
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(502));
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", "one", "one", "[10:00] two"]);
        (bridge.Zendesk.Updates.Calls[1].At - bridge.Zendesk.Updates.Calls[0].At).ShouldBeGreaterThanOrEqualTo(LateWriteWindow);
    }

    [Fact]
    public async Task Lookups_of_a_comment_that_is_not_there_keep_their_delays_and_are_no_outage()
    {
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(502));
        await bridge.SendTextAsync("one");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        // After 1, 4, 14 and 44 seconds, and before it is sent again.
        bridge.Zendesk.Comments.Calls.Count.ShouldBeInRange(2, 6);
        bridge.Log.Lines.ShouldNotContain(line => line.Contains("can't be reached", StringComparison.Ordinal));
    }

    /// <summary>It would give the chat its old ticket back, which is closed by then.</summary>
    [Fact]
    public async Task A_process_that_stood_still_does_not_record_what_another_one_has_recorded()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync();
        bridge.Zendesk.TicketIs("new");
        bridge.Zendesk.NewTickets.Next(new Answer(429));
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") == 1);
        var services = bridge.App.Services;
        var queue = new QueueId((await StoredChats.FindAsync(bridge, BridgeFixture.User)).Id, Direction.ToHelpdesk);
        var held = await services.GetRequiredService<IDatabase>().ReadAsync(
            async store => new OutboundBatch(
                (await store.Conversations.FindAsync(queue.ConversationId))!, await store.Queues.ListWaitingAsync(queue, 10), MayHaveArrived: false),
            TestContext.Current.CancellationToken);
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        bridge.Zendesk.TicketIs("closed");
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        var opened = new ConversationInput.TicketOpened(ZendeskStub.FirstTicket.ToString(CultureInfo.InvariantCulture), TicketStatus.New);
        await services.GetRequiredService<DeliveryRecorder>().RecordAsync(queue, held, new DeliveryOutcome.Delivered("8000", opened));

        (await StoredChats.FindAsync(bridge, BridgeFixture.User)).TicketId.ShouldBe("502");
    }

    /// <summary>A bridge with an open chat, and a Zendesk that shows the comments it has taken.</summary>
    private async Task<BridgeFixture> WithOpenChatAsync(params (string Key, string? Value)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync([.. settings, ("Delivery:RequestTimeout", "00:00:03")]);
        ShowTaken(bridge, "open");
        return bridge;
    }

    /// <summary>The ticket has this status, and shows the comments that were taken.</summary>
    private void ShowTaken(BridgeFixture bridge, string status)
    {
        bridge.Zendesk.TicketIs(status);
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(_taken.Select((call, i) => ZendeskStub.Comment(
            9000 + i, (string)call.Ticket["comment"]!["body"]!, ZendeskStub.FirstUser, (bool)call.Ticket["comment"]!["public"]!,
            marker: (string)call.Ticket["metadata"]!["helpdesk_bridge"]!)))));
    }

    private void Take(Call call)
    {
        _taken.Enqueue(call);
        _release.TrySetResult();
    }

    private Answer Lost(string how) => how switch
    {
        "timeout" => new Answer(200).HeldUntil(_release.Task),
        "proxy 503" => ZendeskStub.LostByProxy,
        "proxy 408" => new Answer(408, "<html><h1>408 Request Time-out</h1></html>"),
        "foreign JSON" => new Answer(503, """{"message":"no healthy upstream"}"""),
        "200 with another body" => Answer.Ok("""{"status":"ok"}"""),
        _ => new Answer(int.Parse(how, CultureInfo.InvariantCulture)),
    };

    /// <summary>Waits until the message was looked up in vain.</summary>
    private static Task LookedUpAsync(BridgeFixture bridge, string kind, int times = 1) =>
        bridge.UntilAsync(() => bridge.Log.Outcomes(kind, "NotFoundYet") >= times, stepSeconds: 1);
}
