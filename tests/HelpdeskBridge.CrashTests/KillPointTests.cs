using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests;

/// <summary>kill -9 at the moments that hurt most, each reached from outside: between a commit and what follows from it.</summary>
public sealed class KillPointTests
{
    [Fact]
    public async Task Right_after_a_text_was_answered_200()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        (await scene.Cast.SayAsync()).ShouldBeTrue();
        await scene.World.KillAsync();
        await scene.World.StartBridgeAsync();
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task Right_after_the_hand_over_was_answered_200()
    {
        await using var scene = await Scene.BeginAsync();
        (await scene.Cast.HandOverAsync()).ShouldBeTrue();
        await scene.World.KillAsync();
        await scene.World.StartBridgeAsync();
        await scene.SayAndArriveAsync();
        scene.World.Zendesk.Tickets.Count.ShouldBe(1);
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_has_made_the_user_and_not_answered_yet()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.KillWhileHeldAsync(scene.World.Zendesk.Faults, ZendeskOperation.WriteUser, scene.Cast.SayAsync);
        await scene.EndsWellAsync();
        scene.World.Zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_helpdesk_has_opened_the_ticket_and_not_answered_yet()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.KillWhileHeldAsync(scene.World.Zendesk.Faults, ZendeskOperation.CreateTicket, async () =>
        {
            await scene.Cast.HandOverAsync();
            await scene.Cast.SayAsync();
        });
        await scene.SayAndArriveAsync();
        await scene.EndsWellAsync();
        scene.World.Zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_helpdesk_has_written_the_comment_and_not_answered_yet()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        await scene.KillWhileHeldAsync(scene.World.Zendesk.Faults, ZendeskOperation.UpdateTicket, scene.Cast.SayAsync);
        await scene.SayAndArriveAsync();
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_has_noted_that_the_client_left_and_not_answered_yet()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        await scene.KillWhileHeldAsync(scene.World.Zendesk.Faults, ZendeskOperation.UpdateTicket, () => scene.Cast.LeaveAsync(surely: true));
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task Right_after_the_helpdesks_webhook_was_answered()
    {
        await using var scene = await Scene.BeginAsync(("Helpdesks:main:ReconcileEvery", "01:00:00"));
        await scene.OpenChatAsync();
        (await scene.World.SettleAsync(Scene.Soon, quietFor: TimeSpan.FromSeconds(1))).ShouldBeNull();
        var before = scene.World.Zendesk.WebhookDeliveries.Count;
        scene.Cast.Reply(scene.Ticket, surely: true).ShouldBeTrue();
        await Scene.BecomesAsync(() => scene.World.Zendesk.WebhookDeliveries.Count > before);
        await scene.World.KillAsync();
        await scene.World.StartBridgeAsync();
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_is_asked_for_what_an_agent_wrote()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        await scene.KillWhileHeldAsync(scene.World.Zendesk.Faults, ZendeskOperation.ReadComments, () =>
        {
            scene.Cast.Reply(scene.Ticket, surely: true);
            return Task.CompletedTask;
        });
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task While_JAICP_has_taken_an_answer_and_not_answered_yet()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        await scene.KillWhileHeldAsync(scene.World.Jaicp.Faults, JaicpOperation.ReceiveEvent, () =>
        {
            scene.Cast.Reply(scene.Ticket, surely: true);
            return Task.CompletedTask;
        });
        await scene.AnswerAndArriveAsync();
        await scene.EndsWellAsync();
        scene.World.Jaicp.DuplicateEvents.Count.ShouldBe(1, "the event whose answer was lost comes again, with its id");
    }

    [Fact]
    public async Task While_JAICP_has_taken_the_end_and_not_answered_yet()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        await scene.KillWhileHeldAsync(scene.World.Jaicp.Faults, JaicpOperation.ReceiveEvent, () =>
        {
            scene.Cast.End(scene.Ticket, TicketStatus.Solved, surely: true);
            return Task.CompletedTask;
        });
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task Again_and_again_right_after_it_listens_while_messages_wait()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        await scene.World.Zendesk.StopListeningAsync();
        for (var i = 0; i < 3; i++)
            (await scene.Cast.SayAsync()).ShouldBeTrue();
        await scene.World.Zendesk.StartListeningAsync();
        scene.Cast.Reply(scene.Ticket, surely: true).ShouldBeTrue();
        for (var i = 0; i < 4; i++)
        {
            await scene.World.KillAsync();
            await scene.World.StartBridgeAsync();
            await Wait.ForAsync(TimeSpan.FromMilliseconds(i * 40));
        }

        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task Before_it_listens_even_while_the_store_is_made()
    {
        await using var scene = await Scene.BeginAsync();
        (await scene.Cast.SayAsync()).ShouldBeTrue();
        for (var i = 1; i <= 8; i++)
        {
            await scene.World.KillAsync();
            scene.World.BeginBridge();
            await Wait.ForAsync(TimeSpan.FromMilliseconds(i * 120));
        }

        await scene.World.KillAsync();
        await scene.World.StartBridgeAsync();
        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task While_it_ends_after_SIGTERM()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        for (var i = 0; i < 3; i++)
        {
            for (var text = 0; text < 3; text++)
                await scene.Cast.SayAsync();
            scene.Cast.Reply(scene.Ticket, surely: true);
            var ending = scene.World.TerminateAsync();
            await Wait.ForAsync(TimeSpan.FromMilliseconds(i * 60));
            await scene.World.KillAsync();
            await ending;
            await scene.World.StartBridgeAsync();
        }

        await scene.EndsWellAsync();
    }

    [Fact]
    public async Task After_SIGTERM_everything_goes_on_where_it_was()
    {
        await using var scene = await Scene.BeginAsync();
        await scene.OpenChatAsync();
        for (var text = 0; text < 5; text++)
            (await scene.Cast.SayAsync()).ShouldBeTrue();
        scene.Cast.Reply(scene.Ticket, surely: true);
        (await scene.World.TerminateAsync()).ShouldBe(0);
        await scene.World.StartBridgeAsync();
        await scene.EndsWellAsync();
    }
}
