using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests;

/// <summary>An answer is lost or late while somebody on the other side goes on. A random run has met these moments, or could meet them.</summary>
public sealed class LostAnswerTests
{
    [Fact]
    public async Task An_agents_last_replies_are_delivered_though_only_the_next_text_shows_that_the_ticket_is_closed()
    {
        await using var scenario = await ChatScenario.StartAsync(("Helpdesks:main:ReconcileEvery", "01:00:00"));
        var zendesk = scenario.Environment.Zendesk;
        await scenario.OpenChatAsync();
        await scenario.ReplyAndWaitAsync();
        zendesk.WebhookFaults.DropRate = 1;
        scenario.Chat.Reply(scenario.Ticket).ShouldBeTrue();
        scenario.Chat.Reply(scenario.Ticket, TicketStatus.Closed).ShouldBeTrue();
        await scenario.SendTextAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
        zendesk.Tickets.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_not_repeated_in_the_follow_up_when_the_ticket_is_closed_meanwhile()
    {
        await using var scenario = await ChatScenario.StartAsync(("Helpdesks:main:ReconcileEvery", "01:00:00"));
        var (zendesk, chat) = (scenario.Environment.Zendesk, scenario.Chat);
        await scenario.OpenChatAsync();
        await scenario.ReplyAndWaitAsync();

        // From here on the service reads comments only to find out whether its own comment was written.
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        zendesk.WebhookFaults.DropRate = 1;
        var ticket = scenario.Ticket;
        using var lostAnswer = zendesk.Faults.Add(
            FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        using var failedSearch = zendesk.Faults.Add(
            FaultMode.ResetBeforeTaking,
            times: 1,
            where: request => request.Operation == ZendeskOperation.ReadComments && lostAnswer.Hits == 1 && Close());
        (await chat.SendTextAsync()).ShouldBeTrue();
        await scenario.WaitUntilAsync("the service has searched for its comment in vain", () => failedSearch.Hits == 1);
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        zendesk.Tickets.Count.ShouldBe(1);

        // The follow-up is created for the last text only.
        await scenario.ShouldKeepTheInvariantAsync();
        zendesk.Tickets.Count.ShouldBe(2);

        // The agent closes the ticket just before the service searches in it.
        bool Close()
        {
            zendesk.WebhookFaults.DropRate = 0;
            return chat.EndChat(ticket, TicketStatus.Closed, isChatKnownOpen: true);
        }
    }

    [Fact]
    public async Task A_client_who_writes_right_after_closing_the_chat_is_not_told_that_it_is_over()
    {
        // The service gives up the answer that never comes after the timeout.
        await using var scenario = await ChatScenario.StartAsync(("Delivery:RequestTimeout", "00:00:02"));
        await scenario.OpenChatAsync();
        using var held = scenario.Environment.Zendesk.Faults.Add(
            FaultMode.AcceptThenHang, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        (await scenario.Chat.CloseChatAsync(isChatKnownOpen: true)).ShouldBeTrue();
        await scenario.SendTextAndWaitAsync();
        await scenario.ReplyAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task The_end_of_a_reopened_chat_is_announced_though_the_answer_to_its_reopening_was_lost()
    {
        await using var scenario = await ChatScenario.StartAsync(("Helpdesks:main:ReconcileEvery", "00:00:03"));
        var (zendesk, chat) = (scenario.Environment.Zendesk, scenario.Chat);
        await scenario.OpenChatAsync();
        var ticket = scenario.Ticket;
        chat.EndChat(ticket, TicketStatus.Solved, isChatKnownOpen: true).ShouldBeTrue();
        await scenario.WaitUntilAsync("the first end is announced", () => chat.ClosedEventCount == 1);
        zendesk.WebhookFaults.DropRate = 1;

        // The ticket is opened with the first text, or before it where the machine is busy. So the number differs.
        var comments = zendesk.Comments(ticket.Id).Count;
        using var lostAnswer = zendesk.Faults.Add(
            FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        var hasEnded = false;
        using var beforeNextRequest = zendesk.Faults.Add(FaultMode.ResetBeforeTaking, where: request =>
        {
            // The agent solves the ticket after the text has reopened it, and before the service asks for anything.
            if (!hasEnded && lostAnswer.Hits == 1 && zendesk.Comments(ticket.Id).Count == comments + 1)
                hasEnded = chat.EndChat(ticket, TicketStatus.Solved);
            return false;
        });
        (await chat.SendTextAsync()).ShouldBeTrue();
        await scenario.WaitUntilAsync("the second end is announced", () => chat.ClosedEventCount == 2);
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task A_rating_whose_answers_were_lost_on_both_sides_is_written_once()
    {
        await using var scenario = await ChatScenario.StartAsync();
        var (zendesk, chat) = (scenario.Environment.Zendesk, scenario.Chat);
        await scenario.OpenChatAsync();
        using var lostTag = zendesk.Faults.Add(
            FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.TagTicket);
        using var lostNote = zendesk.Faults.Add(
            FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        (await chat.RateAsync(scenario.Ticket.Id)).ShouldBeTrue();

        // The script did not get the answer, and says the same once more.
        (await chat.RateAsync(scenario.Ticket.Id, repeats: chat.Calls[^1].Number)).ShouldBeTrue();
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        (lostTag.Hits, lostNote.Hits).ShouldBe((1, 1));
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Theory]
    [InlineData(TicketStatus.Solved)]
    [InlineData(TicketStatus.Closed)]
    public async Task A_chat_that_begins_in_an_old_ticket_is_noted_once_though_the_answer_was_lost_and_an_agent_ends_it_at_that_moment(string status)
    {
        await using var scenario = await ChatScenario.StartAsync(
            [.. new ChannelFeatures(ReusesTicket: true).Settings.Select(pair => (pair.Key, pair.Value))]);
        var (zendesk, chat) = (scenario.Environment.Zendesk, scenario.Chat);
        await scenario.OpenChatAsync();
        var ticket = scenario.Ticket;
        chat.EndChat(ticket, TicketStatus.Solved, isChatKnownOpen: true).ShouldBeTrue();
        await scenario.WaitUntilAsync("the end is announced", () => chat.ClosedEventCount == 1);
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        zendesk.SetStatus(ticket.Id, TicketStatus.Open);
        using var lostAnswer = zendesk.Faults.Add(
            FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);
        using var beforeNextRequest = zendesk.Faults.Add(
            FaultMode.ResetBeforeTaking, times: 1, where: _ => lostAnswer.Hits == 1 && HasNote() && End());
        (await chat.HandOverAsync()).ShouldBeTrue();
        await scenario.WaitUntilAsync("the agent has ended the chat", () => beforeNextRequest.Hits == 1);
        await scenario.ShouldKeepTheInvariantAsync();
        zendesk.Comments(ticket.Id).Count(IsNote).ShouldBe(1);

        bool End() => chat.EndChat(ticket, status);

        bool HasNote() => zendesk.Comments(ticket.Id).Any(IsNote);

        static bool IsNote(SimulatedComment comment) => MessageText.SaysThatAnotherChatBegins(comment.Body);
    }
}
