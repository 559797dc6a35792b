using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>A ticket that no agent answers: its queue, priority and a custom field change, and a comment says why.</summary>
public sealed class RequestTrackerEscalationTests
{
    private const string Note = "No agent has answered the client for 10 min.";

    private static readonly (string, string?)[] Step =
    [
        ("Channels:shop:Escalations:0:After", "00:10:00"), ("Channels:shop:Escalations:0:Group", RequestTrackerFixture.OtherQueue),
        ("Channels:shop:Escalations:0:Priority", "50"), ("Channels:shop:Escalations:0:Tag", "Plan=late"),
    ];

    [Fact]
    public async Task Queue_priority_and_custom_field_change_once_with_a_comment()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(Step);
        await EscalatedAsync(fixture);
        var end = fixture.Bridge.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Clock.GetUtcNow() >= end, stepSeconds: 60);

        var ticket = fixture.Data.Tickets.Single();
        (ticket.Queue, ticket.Priority, ticket.Plan).ShouldBe((RequestTrackerFixture.OtherQueue, "50", "late"));
        fixture.Data.Notes.ShouldBe([Note]);
        fixture.Rt.TicketChanges.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_answer_that_no_poll_has_found_yet_is_read_before_a_step_is_taken()
    {
        // The feed is read so rarely that only the read before the step finds the answer.
        await using var fixture = await RequestTrackerFixture.StartAsync(
            [.. Step, ("Helpdesks:main:PollEvery", "1.00:00:00"), ("Helpdesks:main:ReconcileEvery", "1.00:00:00")]);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket");
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(RequestTrackerStub.FirstTicket) >= 1);
        fixture.Data.Correspond(RequestTrackerStub.FirstTicket, "Hi");
        await fixture.Bridge.DeliveredAsync("AgentText", stepSeconds: 5);

        fixture.Data.Notes.ShouldBeEmpty();
        fixture.Rt.TicketChanges.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Group 4", "group 4")]
    [InlineData("Priority 50", "Escalations (Priority 50)")]
    [InlineData("Tag Plan=late", "Escalations (Tag Plan=late)")]
    public async Task What_was_answered_and_not_done_is_told_to_agents_and_operators_and_the_rest_is_done(string part, string inAlarm)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(Step);
        var (isQueue, isPriority, isField) = (part.StartsWith('G'), part.StartsWith('P'), part.StartsWith('T'));
        if (isQueue)
            fixture.Data.OpenQueues.Remove(RequestTrackerFixture.OtherQueue);
        (fixture.Data.RefusesPriority, fixture.Data.HasPlan) = (isPriority, !isField);
        if (isQueue)
            fixture.Rt.TicketChanges.Usually(_ => ChangeAllButTheQueue(fixture));
        await EscalatedAsync(fixture);

        fixture.Data.Notes.ShouldBe([$"{Note}\n\nThe helpdesk did not take {part} (Request Tracker answered that it was done, and it was not)."]);
        var ticket = fixture.Data.Tickets.Single();
        (ticket.Queue == RequestTrackerFixture.OtherQueue, ticket.Priority == "50", ticket.Plan == "late")
            .ShouldBe((!isQueue, !isPriority, !isField));
        (await GetAlarmAsync(fixture)).ShouldContain($"the helpdesk refuses {inAlarm} ");
    }

    [Fact]
    public async Task A_step_whose_answer_was_lost_is_taken_once()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(Step);
        fixture.Rt.Loses(fixture.Rt.Comments, new Answer(502));
        await EscalatedAsync(fixture);

        fixture.Data.Notes.ShouldBe([Note]);
    }

    /// <summary>As Request Tracker does: a refused part leaves the others as they are asked for.</summary>
    private static Answer ChangeAllButTheQueue(RequestTrackerFixture fixture)
    {
        fixture.Data.Update(RequestTrackerStub.FirstTicket, ticket => ticket with { Priority = "50", Plan = "late" });
        return RecordedExchange.Answer("put_move_no_right_200");
    }

    private static Task EscalatedAsync(RequestTrackerFixture fixture) => fixture.Bridge.DeliveredAsync("EscalateTicket", stepSeconds: 5);

    private static async Task<string> GetAlarmAsync(RequestTrackerFixture fixture)
    {
        var url = new Uri(fixture.Bridge.App.Url, "/health/ready");
        var ready = await fixture.Bridge.App.Http.GetFromJsonAsync<JsonNode>(url, TestContext.Current.CancellationToken);
        return (string)ready!["parts"]!["settings"]!["reason"]!;
    }
}
