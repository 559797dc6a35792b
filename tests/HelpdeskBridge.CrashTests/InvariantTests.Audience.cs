using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests;

/// <content>Who gets what, what has failed visibly, and whose end an end is.</content>
public sealed partial class InvariantTests
{
    private const string Notice = "Your message could not be delivered. Please try again later.";

    [Theory]
    [InlineData(MessageText.InternalNote)]
    [InlineData("between us agents: please call u1")]
    public void An_internal_note_that_reached_the_client_is_a_breach(string text)
    {
        var note = new RecordedComment(9, CommentAuthor.Agent, IsPublic: false, MessageText.InternalNote, Start);
        var good = CreateGoodRecord();
        var record = good with { Tickets = [good.Tickets[0] with { Comments = [.. good.Tickets[0].Comments, note] }] };
        Invariant.FindBreaches(record).ShouldBeEmpty();

        Invariant.FindBreaches(WithText(record, text)).ShouldHaveSingleItem().Description.ShouldContain("an internal note");
    }

    [Theory]
    [InlineData("to u2 #1")]
    [InlineData("The bot handed the chat over again.")]
    [InlineData("The client closed the chat.")]
    public void A_text_for_somebody_else_that_reached_the_client_is_a_breach(string text) =>
        FindKind(WithText(CreateGoodRecord(), text)).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_notice_of_a_failure_that_did_not_happen_is_a_breach() =>
        FindKind(WithText(CreateGoodRecord(), Notice)).ShouldBe(BreachKind.Other);

    [Theory]
    [InlineData(Notice)]
    [InlineData("What the bot knows about the client: hidden from agents")]
    public void A_note_with_something_that_is_not_for_agents_is_a_breach(string text)
    {
        var note = new RecordedComment(9, CommentAuthor.Bridge, IsPublic: false, text, Start);
        var good = CreateGoodRecord();
        FindKind(good with { Tickets = [good.Tickets[0] with { Comments = [.. good.Tickets[0].Comments, note] }] }).ShouldBe(BreachKind.Other);
    }

    [Fact]
    public void Something_internal_in_public_is_a_breach() =>
        FindKind(CreateGoodRecord() with { Tickets = [CreateTicket("u1 #2", "[10:00] u1 #3\nu1 #4", "visit: u1 #1")] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_missing_text_is_a_breach_when_nobody_was_told()
    {
        var record = CreateGoodRecord() with
        {
            Tickets = [CreateTicket("u1 #2", "u1 #4")],
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "ClientText", "refused")],
        };
        FindKind(record).ShouldBe(BreachKind.Lost);

        // JAICP refused the notice as well, which operators see.
        Invariant.FindBreaches(record with { DeadLetters = [.. record.DeadLetters, new DeadLetter(User, "toJaicp", "ClientNotice", "refused")] })
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_client_who_is_with_the_bot_again_is_told_nothing()
    {
        var good = CreateGoodRecord();
        var record = good with
        {
            Actions = [CreateAction(1, 1, isReply: false) with { IsReturn = true }],
            Tickets = [CreateTicket("u1 #2", "u1 #4")],
            Events = [CreateEvent("e3", 2, "Closed")],
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "ClientText", "refused")],
        };
        Invariant.FindBreaches(record).ShouldNotContain(breach => breach.Kind == BreachKind.Lost && breach.Description.Contains("not told"));
    }

    [Fact]
    public void A_reply_that_JAICP_refused_may_have_no_note_only_in_a_closed_ticket()
    {
        var good = CreateGoodRecord();
        var record = good with
        {
            Events = [CreateReplyEvent("e1", 11, 1), CreateEvent("e3", 21, "Closed")],
            DeadLetters = [new DeadLetter(User, "toJaicp", "AgentText", "refused")],
        };
        FindKind(record).ShouldBe(BreachKind.Lost);
        Invariant.FindBreaches(record with { Tickets = [good.Tickets[0] with { Status = "closed" }] }).ShouldBeEmpty();
    }

    [Fact]
    public void An_end_that_JAICP_refused_is_not_announced()
    {
        var record = CreateGoodRecord() with { Events = [.. CreateGoodRecord().Events.Take(2)] };
        Invariant.FindBreaches(record with { DeadLetters = [new DeadLetter(User, "toJaicp", "ChatClosed", "refused")] }).ShouldBeEmpty();
    }

    [Fact]
    public void An_end_that_reached_JAICP_in_a_later_chat_is_a_breach()
    {
        var good = CreateGoodRecord();
        var record = good with
        {
            Calls = [.. good.Calls, CreateCall(CallKind.SelectDestination, 30)],
            Actions = [.. good.Actions.Take(2), good.Actions[2] with { IsChatKnownOpen = false }],
            Events = [.. good.Events.Take(2), CreateEvent("e3", 600, "Closed")],
        };
        FindKind(record).ShouldBe(BreachKind.Other);

        // While nobody knew of the end, the hand-over moved the ticket.
        var move = new RecordedComment(9, CommentAuthor.Bridge, IsPublic: false, "The bot handed the chat over again.\n\n+ visit: u1 #30", Start);
        Invariant.FindBreaches(record with { Tickets = [good.Tickets[0] with { Comments = [.. good.Tickets[0].Comments, move] }] }).ShouldBeEmpty();
    }

    private static RunRecord WithText(RunRecord record, string text) =>
        record with { Events = [.. record.Events, CreateEvent("e9", 30, "TextMessage", text)] };
}
