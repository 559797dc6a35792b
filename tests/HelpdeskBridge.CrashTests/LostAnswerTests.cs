using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests;

/// <summary>Moments a random run met or could meet, in which an answer is lost or late while somebody on the other side goes on.</summary>
public sealed class LostAnswerTests
{
    [Fact]
    public async Task An_agents_last_words_are_delivered_though_only_the_next_text_shows_that_the_ticket_is_closed()
    {
        await using var scene = await Scene.BeginAsync(("Helpdesks:main:ReconcileEvery", "01:00:00"));
        await scene.OpenChatAsync();
        await scene.AnswerAndArriveAsync();
        scene.World.Zendesk.WebhookFaults.DropRate = 1;
        scene.Cast.Reply(scene.Ticket).ShouldBeTrue();
        scene.Cast.Reply(scene.Ticket, TicketStatus.Closed).ShouldBeTrue();
        await scene.SayAndArriveAsync();
        scene.World.Zendesk.Tickets.Count.ShouldBe(2);
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_not_repeated_in_the_follow_up_when_the_ticket_is_closed_meanwhile()
    {
        await using var scene = await Scene.BeginAsync(("Delivery:RetryDelays:0", "00:00:01"), ("Helpdesks:main:ReconcileEvery", "01:00:00"));
        await scene.OpenChatAsync();
        await scene.AnswerAndArriveAsync();
        (await scene.World.SettleAsync(Scene.Soon, quietFor: TimeSpan.FromSeconds(1))).ShouldBeNull();

        // The comment is written, its answer lost; then the first look for it gets no answer, and meanwhile the agent closes the ticket.
        var faults = scene.World.Zendesk.Faults;
        using var lost = faults.Add(FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        using var hanging = faults.Add(FaultMode.Hang, times: 1, where: request => request.Operation == ZendeskOperation.ReadComments && lost.Hits == 1);
        scene.World.Zendesk.WebhookFaults.DropRate = 1;
        (await scene.Cast.SayAsync()).ShouldBeTrue();
        await Scene.BecomesAsync(() => hanging.Hits == 1);
        scene.World.Zendesk.WebhookFaults.DropRate = 0;
        scene.Cast.End(scene.Ticket, TicketStatus.Closed, surely: true).ShouldBeTrue();
        await scene.EndsWellAsync();
        scene.World.Zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_who_writes_right_after_leaving_is_not_told_of_the_end_they_made_themselves()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        using var lost = scene.World.Zendesk.Faults.Add(FaultMode.AcceptThenHang, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        (await scene.Cast.LeaveAsync(surely: true)).ShouldBeTrue();
        await scene.SayAndArriveAsync();
        await scene.AnswerAndArriveAsync();
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task The_end_of_a_reopened_chat_is_told_though_the_answer_to_its_reopening_was_lost()
    {
        await using var scene = await Scene.BeginAsync(("Delivery:RetryDelays:0", "00:00:02"), ("Helpdesks:main:ReconcileEvery", "00:00:06"));
        await scene.OpenChatAsync();
        scene.Cast.End(scene.Ticket, TicketStatus.Solved, surely: true).ShouldBeTrue();
        await Scene.BecomesAsync(() => scene.Cast.EndsTold == 1);
        scene.World.Zendesk.WebhookFaults.DropRate = 1;
        using var lost = scene.World.Zendesk.Faults.Add(FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        (await scene.Cast.SayAsync()).ShouldBeTrue();
        await Scene.BecomesAsync(() => lost.Hits == 1);
        scene.Cast.End(scene.Ticket, TicketStatus.Solved).ShouldBeTrue();
        await Scene.BecomesAsync(() => scene.Cast.EndsTold == 2);
        await scene.EndsWellAsync();
    }
}
