using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;
using Serilog.Events;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Request Tracker answers 200 or 201 whether or not it did what was asked. What matters is read back.</summary>
public sealed class AcceptedAndNotDoneTests
{
    [Fact]
    public async Task A_status_that_was_not_set_is_warned_about_and_not_taken_for_set()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.RefusedStatus = "resolved";
        await fixture.Bridge.CloseChatAsync();
        await fixture.Bridge.DeliveredAsync("ClientLeft");

        fixture.Bridge.Log.Contains(LogEventLevel.Warning, "did not set the ticket").ShouldBeTrue();
        fixture.Data.Tickets.Single().Status.ShouldBe("new");

        // The chat is over all the same, and what an agent does with the ticket later is not the end of another one.
        fixture.Data.RefusedStatus = null;
        fixture.Data.SetStatus(RequestTrackerStub.FirstTicket, "resolved");
        await fixture.PollAsync(3);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_move_that_was_not_made_is_told_to_the_agent_and_to_operators()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.OpenQueues.Remove(RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.DeliveredAsync("MoveTicket");

        fixture.Data.Tickets.Single().Queue.ShouldBe(RequestTrackerFixture.Queue);
        fixture.Data.Notes.Single().ShouldContain("Permission Denied");
        (await ReadinessAsync(fixture)).ShouldContain("group 4");
    }

    [Fact]
    public async Task A_move_that_was_made_is_not_asked_for_twice()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.DeliveredAsync("MoveTicket");
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.DeliveredAsync("MoveTicket", 2);

        fixture.Data.Tickets.Single().Queue.ShouldBe(RequestTrackerFixture.OtherQueue);
        fixture.Rt.TicketChanges.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_custom_field_that_was_dropped_is_named_in_readiness_and_costs_no_words()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(("Channels:shop:Ticket:Fields:plan", "Plan"));
        fixture.Data.HasPlan = false;
        await HandOverWithPlanAsync(fixture);
        fixture.Data.Words.ShouldBe(["Hello"]);
        (await ReadinessAsync(fixture)).ShouldContain("did not take custom fields");

        // Once the field is there, nothing is wrong any more.
        fixture.Data.HasPlan = true;
        await HandOverWithPlanAsync(fixture, "u2");
        fixture.Data.Tickets[^1].Plan.ShouldBe("Gold");
        (await ReadinessAsync(fixture)).ShouldNotContain("did not take custom fields");
    }

    [Fact]
    public async Task A_requestor_that_was_dropped_because_the_user_is_gone_is_made_again()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(RequestTrackerStub.FirstTicket, "resolved");
        await fixture.UntilHeardAsync(1);
        fixture.Data.RemoveUsers(user => user.Name.StartsWith("jaicp-", StringComparison.Ordinal));
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await fixture.Bridge.SendTextAsync("Hello again");
        await fixture.Bridge.DeliveredAsync("OpenTicket", 2);

        fixture.Data.Tickets[1].Requestor.ShouldNotBeNull().ShouldStartWith("jaicp-");
        fixture.Rt.NewUsers.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_queue_in_which_no_ticket_may_be_created_means_the_default_one_and_a_warning()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        fixture.Data.OpenQueues.Remove(RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket");

        fixture.Data.Tickets.Single().Queue.ShouldBe(RequestTrackerFixture.Queue);
        fixture.Bridge.Log.Contains(LogEventLevel.Warning, "does not take the ticket").ShouldBeTrue();
        (await ReadinessAsync(fixture)).ShouldContain("group 4");
    }

    [Fact]
    public async Task Where_no_queue_takes_a_ticket_the_chat_waits_until_the_right_is_given()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        fixture.Data.OpenQueues.Clear();
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        fixture.Data.OpenQueues.Add(RequestTrackerFixture.Queue);
        await fixture.Bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        fixture.Data.Words.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task A_text_that_is_refused_for_a_missing_right_waits_until_the_right_is_given()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Correspondence.Next(new Answer(400, """{"message":"Permission Denied"}"""));
        await fixture.WriteAsync("More", stepSeconds: 1);

        fixture.Data.Words.ShouldBe(["Hello", "More"]);
        fixture.Bridge.Log.Outcomes("ClientText", "Retry").ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_the_server_dropped_although_it_took_the_message_is_named_to_the_client()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.DropsAttachments = true;
        await fixture.Bridge.SendFileAsync(host.Url("/"), "a.bin");
        await fixture.Bridge.DeliveredAsync("ClientFile");
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries[0].ShouldContain("file could not be delivered");
    }

    private static async Task HandOverWithPlanAsync(RequestTrackerFixture fixture, string user = BridgeFixture.User)
    {
        var opened = fixture.Bridge.Log.Outcomes("OpenTicket", "Delivered");
        await fixture.Bridge.AcceptedAsync(
            "selectDestination", new { userId = user, destinationId = RequestTrackerFixture.Queue, attributes = new { plan = "Gold" } });
        await fixture.Bridge.SendTextAsync("Hello", user);
        await fixture.Bridge.DeliveredAsync("OpenTicket", opened + 1);
    }

    private static Task<string> ReadinessAsync(RequestTrackerFixture fixture) =>
        fixture.Bridge.App.Http.GetStringAsync(new Uri(fixture.Bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
}
