using System.Text;
using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests;

/// <summary>The checks must be able to fail: each kind of breach is given to them once.</summary>
public sealed partial class InvariantTests
{
    private const string User = "u1";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_record_in_which_everything_arrived_has_no_breach() => Invariant.FindBreaches(CreateGoodRecord()).ShouldBeEmpty();

    [Fact]
    public void A_text_that_is_in_no_ticket_is_lost() =>
        FindKind(CreateGoodRecord() with { Tickets = [CreateTicket("u1 #2", "u1 #4")] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_text_that_was_written_twice_is_duplicated() =>
        FindKind(CreateGoodRecord() with { Tickets = [CreateTicket("u1 #2", "u1 #3\nu1 #4", "u1 #4")] }).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void Texts_in_another_order_than_sent_are_out_of_order() =>
        FindKind(CreateGoodRecord() with { Tickets = [CreateTicket("u1 #2", "u1 #4\nu1 #3")] }).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void A_text_whose_answer_was_lost_may_be_missing()
    {
        var good = CreateGoodRecord();
        Invariant.FindBreaches(good with
        {
            Calls = [.. good.Calls.Select(call => call.Number == 3 ? call with { Status = null } : call)],
            Tickets = [CreateTicket("u1 #2", "u1 #4")],
        }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("u1 #3", "content of u1 #3", true)]
    [InlineData("u1 #3", "content of u1 #2", false)]
    [InlineData("u1 #2", "content of u1 #3", false)]
    [InlineData(null, "", false)]
    public void A_file_must_have_its_name_and_its_content(string? name, string content, bool isExpected)
    {
        var comment = new RecordedComment(2, CommentAuthor.Client, IsPublic: true, "File from the client: u1 #3\nu1 #4", Start)
        {
            Files = name is null ? [] : [(name, Encoding.UTF8.GetBytes(content))],
        };
        var good = CreateGoodRecord();
        var record = good with
        {
            Calls = [.. good.Calls.Select(call => call.Number == 3 ? call with { Kind = CallKind.File } : call)],
            Tickets = [good.Tickets[0] with { Comments = [good.Tickets[0].Comments[0], comment] }],
        };

        if (isExpected)
            Invariant.FindBreaches(record).ShouldBeEmpty();
        else
            FindKind(record).ShouldBe(BreachKind.Lost);
    }

    [Fact]
    public void A_text_that_was_never_sent_is_a_breach() =>
        FindKind(CreateGoodRecord() with { Tickets = [CreateTicket("u1 #2", "u1 #3\nu1 #4\nu1 #5")] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_missing_text_is_no_breach_when_it_is_a_dead_letter_and_the_client_was_told()
    {
        var good = CreateGoodRecord();
        Invariant.FindBreaches(good with
        {
            Tickets = [CreateTicket("u1 #2", "u1 #4")],
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "ClientText", "refused") { Number = 3 }],
            Events = [.. good.Events, CreateEvent("e9", 30, "TextMessage", "Your message could not be delivered. Please try again later.")],
        }).ShouldBeEmpty();
    }

    [Fact]
    public void A_reply_that_did_not_arrive_is_lost() =>
        FindKind(CreateGoodRecord() with { Events = [CreateReplyEvent("e2", 12, 2), CreateEvent("e3", 21, "Closed")] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_reply_that_arrived_under_two_ids_is_duplicated() =>
        FindKind(CreateGoodRecord() with
        {
            Events = [.. CreateGoodRecord().Events.Take(2), CreateReplyEvent("e5", 13, 2), CreateEvent("e3", 21, "Closed")],
        }).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void Replies_in_another_order_than_written_are_out_of_order() =>
        FindKind(CreateGoodRecord() with
        {
            Events = [CreateReplyEvent("e2", 11, 2), CreateReplyEvent("e1", 12, 1), CreateEvent("e3", 21, "Closed")],
        }).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void A_reply_after_the_end_of_the_chat_is_out_of_order() =>
        FindKind(CreateGoodRecord() with
        {
            Events = [CreateReplyEvent("e1", 11, 1), CreateEvent("e3", 21, "Closed"), CreateReplyEvent("e2", 22, 2)],
        }).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void An_end_that_is_not_announced_is_lost() =>
        FindKind(CreateGoodRecord() with { Events = [.. CreateGoodRecord().Events.Take(2)] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_chat_whose_ticket_could_not_be_reopened_ends_again_once()
    {
        var record = CreateGoodRecord() with { DeadLetters = [new DeadLetter(User, "toHelpdesk", "ReopenTicket", "refused")] };
        var second = record with { Events = [.. record.Events, CreateEvent("e4", 22, "Closed")] };

        Invariant.FindBreaches(second).ShouldBeEmpty();
        FindKind(second with { Events = [.. second.Events, CreateEvent("e5", 23, "Closed")] }).ShouldBe(BreachKind.Other);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refused_reply_without_a_note_is_a_breach_unless_the_helpdesk_refused_the_note(bool isRefused)
    {
        var record = CreateGoodRecord() with
        {
            Events = [CreateReplyEvent("e1", 11, 1), CreateEvent("e3", 21, "Closed")],
            DeadLetters =
            [
                new DeadLetter(User, "toJaicp", "AgentText", "refused"),
                .. isRefused ? [new DeadLetter(User, "toHelpdesk", "ReplyNotDelivered", "refused")] : Array.Empty<DeadLetter>(),
            ],
        };

        if (isRefused)
            Invariant.FindBreaches(record).ShouldBeEmpty();
        else
            FindKind(record).ShouldBe(BreachKind.Lost);
    }

    [Fact]
    public void An_end_that_is_announced_twice_is_a_breach() =>
        FindKind(CreateGoodRecord() with { Events = [.. CreateGoodRecord().Events, CreateEvent("e4", 22, "Closed")] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_repeated_event_with_another_content_is_a_breach() =>
        FindKind(CreateGoodRecord() with { RepeatedEvents = [CreateReplyEvent("e1", 12, 2)] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void Two_tickets_with_the_same_external_id_are_duplicated() =>
        FindKind(CreateGoodRecord() with { Tickets = [CreateTicket() with { Id = 0, Status = "closed" }, .. CreateGoodRecord().Tickets] })
            .ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void A_follow_up_of_a_ticket_that_is_not_closed_is_a_breach() =>
        FindKind(CreateGoodRecord() with { Tickets = [.. CreateGoodRecord().Tickets, CreateTicket() with { Id = 2, ExternalId = "jaicp:1:2" }] })
            .ShouldBe(BreachKind.Other);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_of_whose_leaving_no_agent_was_told_is_a_breach_unless_the_helpdesk_refused_the_note(bool isRefused)
    {
        var good = CreateGoodRecord();
        var closing = CreateCall(CallKind.CloseChat, 5) with
        {
            StartedAt = Start.AddSeconds(30),
            EndedAt = Start.AddSeconds(30),
            IsChatKnownOpen = true,
        };
        var record = good with
        {
            Calls = [.. good.Calls, closing],
            Actions = [.. good.Actions.Take(2)],
            Events = [.. good.Events.Take(2)],
            DeadLetters = isRefused ? [new DeadLetter(User, "toHelpdesk", "ClientLeft", "refused")] : [],
        };

        if (isRefused)
            Invariant.FindBreaches(record).ShouldBeEmpty();
        else
            FindKind(record).ShouldBe(BreachKind.Lost);
    }

    /// <summary>A hand-over, three texts, two replies, and the ticket is solved.</summary>
    private static RunRecord CreateGoodRecord() => new()
    {
        Refusals = [new Refusal(true, "/api/v2/tickets/1", "u1 #2 u1 #3 u1 #4 u1 #5 u1 #1"), new Refusal(false, "/", "\"u1\" u1 #1 u1 #2")],
        Calls = [CreateCall(CallKind.SelectDestination, 1), CreateCall(CallKind.Text, 2), CreateCall(CallKind.Text, 3), CreateCall(CallKind.Text, 4)],
        Actions = [CreateAction(1, 10, isReply: true), CreateAction(2, 10, isReply: true), CreateAction(3, 20, isReply: false)],
        Tickets = [CreateTicket("u1 #2", "[10:00] u1 #3\nu1 #4")],
        Events = [CreateReplyEvent("e1", 11, 1), CreateReplyEvent("e2", 12, 2), CreateEvent("e3", 21, "Closed")],
    };

    private static BreachKind FindKind(RunRecord record) =>
        Invariant.FindBreaches(record).Select(breach => breach.Kind).Distinct().ShouldHaveSingleItem();

    private static ClientCall CreateCall(CallKind kind, long number) =>
        new(User, kind, number, Start.AddSeconds(number), Start.AddSeconds(number), 200);

    private static AgentAction CreateAction(long number, int second, bool isReply) =>
        new(User, 1, number, Start.AddSeconds(second), Start.AddSeconds(second), isReply, EndsChat: !isReply, IsChatKnownOpen: true);

    private static RecordedEvent CreateReplyEvent(string id, int second, long number) =>
        CreateEvent(id, second, "TextMessage", MessageText.CreateReply(User, number));

    private static RecordedEvent CreateEvent(string id, int second, string type, string? text = null) =>
        new(id, User, type, text, Start.AddSeconds(second));

    private static RecordedTicket CreateTicket(params string[] comments) => new(
        1,
        User,
        "jaicp:1",
        "solved",
        IsDeleted: false,
        [.. comments.Select((body, index) => new RecordedComment(index + 1, CommentAuthor.Client, IsPublic: true, body, Start))]);
}
