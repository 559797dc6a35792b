using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests;

/// <summary>kill -9 between a commit and what follows from it. Each moment is recognised from outside, by what the service has done.</summary>
public sealed class KillPointTests
{
    [Fact]
    public async Task After_a_text_was_answered_200()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        (await scenario.Chat.SendTextAsync()).ShouldBeTrue();
        await scenario.Environment.KillServiceAsync();
        await scenario.Environment.StartServiceAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task After_the_hand_over_was_answered_200()
    {
        await using var scenario = await ChatScenario.StartAsync();
        (await scenario.Chat.SelectDestinationAsync()).ShouldBeTrue();
        await scenario.Environment.KillServiceAsync();
        await scenario.Environment.StartServiceAsync();
        await scenario.SendTextAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
        scenario.Environment.Zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_helpdesk_has_created_the_user_and_not_answered_yet()
    {
        await using var scenario = await ChatScenario.StartAsync();
        var zendesk = scenario.Environment.Zendesk;
        var users = zendesk.Users.Count;
        await scenario.KillWhileAnswerIsHeldAsync(
            zendesk.Faults, ZendeskOperation.WriteUser, scenario.Chat.SendTextAsync, isDone: () => zendesk.Users.Count > users);
        await scenario.ShouldKeepTheInvariantAsync();
        zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_helpdesk_has_created_the_ticket_and_not_answered_yet()
    {
        await using var scenario = await ChatScenario.StartAsync();
        var zendesk = scenario.Environment.Zendesk;
        await scenario.KillWhileAnswerIsHeldAsync(
            zendesk.Faults,
            ZendeskOperation.CreateTicket,
            async () =>
            {
                await scenario.Chat.SelectDestinationAsync();
                await scenario.Chat.SendTextAsync();
            },
            isDone: () => zendesk.Tickets.Count == 1);
        await scenario.SendTextAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
        zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_helpdesk_has_written_the_comment_and_not_answered_yet()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.UpdateTicket,
            scenario.Chat.SendTextAsync,
            isDone: () => scenario.Chat.IsInTicket(scenario.Chat.Calls[^1].Number));
        await scenario.SendTextAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_has_noted_that_the_client_closed_the_chat_and_not_answered_yet()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.UpdateTicket,
            () => scenario.Chat.CloseChatAsync(isChatKnownOpen: true),
            isDone: () => scenario.Chat.IsInTicket(scenario.Chat.Calls[^1].Number));
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task After_the_webhook_about_a_reply_was_answered()
    {
        // No sweep may find the reply: the restarted service must know of it from its store.
        await using var scenario = await ChatScenario.StartAsync(("Helpdesks:main:ReconcileEvery", "01:00:00"));
        await scenario.OpenChatAsync();
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        var zendesk = scenario.Environment.Zendesk;
        var before = zendesk.WebhookDeliveries.Count;
        scenario.Chat.Reply(scenario.Ticket, isChatKnownOpen: true).ShouldBeTrue();
        await scenario.WaitUntilAsync(
            "the webhook is answered", () => zendesk.WebhookDeliveries.Skip(before).Any(delivery => delivery.Outcome == WebhookOutcome.Delivered));
        await scenario.Environment.KillServiceAsync();
        await scenario.Environment.StartServiceAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_is_asked_for_a_reply()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults, ZendeskOperation.ReadComments, () => ReplyAsync(scenario), isDone: () => true);
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_JAICP_has_received_a_reply_and_not_answered_yet()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Jaicp.Faults,
            JaicpOperation.ReceiveEvent,
            () => ReplyAsync(scenario),
            isDone: () => scenario.Chat.IsDelivered(scenario.Chat.Actions[^1].Number));
        await scenario.ReplyAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
        scenario.Environment.Jaicp.DuplicateEvents.Count.ShouldBe(1, "the event whose answer was lost is sent again, with the same id");
    }

    [Fact]
    public async Task While_JAICP_has_received_the_end_and_not_answered_yet()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Jaicp.Faults,
            JaicpOperation.ReceiveEvent,
            () =>
            {
                scenario.Chat.EndChat(scenario.Ticket, TicketStatus.Solved, isChatKnownOpen: true).ShouldBeTrue();
                return Task.CompletedTask;
            },
            isDone: () => scenario.Chat.ClosedEventCount == 1);
        await scenario.ShouldKeepTheInvariantAsync();
    }

    private static Task ReplyAsync(ChatScenario scenario)
    {
        scenario.Chat.Reply(scenario.Ticket, isChatKnownOpen: true).ShouldBeTrue();
        return Task.CompletedTask;
    }
}
