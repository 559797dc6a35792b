using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests;

/// <summary>The check must be able to fail: each way of breaking a promise is put before it once.</summary>
public sealed class InvariantTests
{
    private const string User = "u1";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_record_in_which_everything_arrived_is_in_order() => Invariant.Breaches(Good()).ShouldBeEmpty();

    [Fact]
    public void A_text_that_stands_nowhere_is_lost() => KindOf(Good() with { Tickets = [Ticket("u1 #2", "u1 #4")] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_text_that_stands_twice_is_duplicated() => KindOf(Good() with { Tickets = [Ticket("u1 #2", "u1 #3\nu1 #4", "u1 #4")] }).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void Texts_in_another_order_than_said_are_out_of_order() => KindOf(Good() with { Tickets = [Ticket("u1 #2", "u1 #4\nu1 #3")] }).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void A_text_whose_answer_was_lost_may_be_missing()
    {
        var good = Good();
        Invariant.Breaches(good with { Calls = [.. good.Calls.Select(call => call.Number == 3 ? call with { Status = null } : call)], Tickets = [Ticket("u1 #2", "u1 #4")] })
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("u1 #3", "content of u1 #3", true)]
    [InlineData("u1 #3", "content of u1 #2", false)]
    [InlineData("u1 #2", "content of u1 #3", false)]
    [InlineData(null, "", false)]
    public void A_file_is_there_by_its_name_and_byte_for_byte(string? name, string content, bool isThere)
    {
        var comment = new SeenComment(2, Writer.Client, IsPublic: true, "File from the client: u1 #3\nu1 #4", Start)
        {
            Files = name is null ? [] : [(name, System.Text.Encoding.UTF8.GetBytes(content))],
        };
        var good = Good();
        var record = good with
        {
            Calls = [.. good.Calls.Select(call => call.Number == 3 ? call with { Kind = CallKind.File } : call)],
            Tickets = [good.Tickets[0] with { Comments = [good.Tickets[0].Comments[0], comment] }],
        };

        if (isThere)
            Invariant.Breaches(record).ShouldBeEmpty();
        else
            KindOf(record).ShouldBe(BreachKind.Lost);
    }

    [Fact]
    public void A_text_nobody_said_is_a_breach() => KindOf(Good() with { Tickets = [Ticket("u1 #2", "u1 #3\nu1 #4\nu1 #5")] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_lost_text_is_no_breach_when_it_is_a_dead_letter_and_the_client_was_told()
    {
        var good = Good();
        Invariant.Breaches(good with
        {
            Tickets = [Ticket("u1 #2", "u1 #4")],
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "ClientText", "refused")],
            Events = [.. good.Events, Event("e9", 30, "TextMessage", "Your message could not be delivered. Please try again later.")],
        }).ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_that_did_not_arrive_is_lost() => KindOf(Good() with { Events = [Event("e2", 12, "TextMessage", "to u1 #2"), Event("e3", 21, "Closed")] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void An_answer_that_arrived_under_two_ids_is_duplicated() =>
        KindOf(Good() with { Events = [.. Good().Events.Take(2), Event("e5", 13, "TextMessage", "to u1 #2"), Event("e3", 21, "Closed")] }).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void Answers_that_changed_places_are_out_of_order() =>
        KindOf(Good() with { Events = [Event("e2", 11, "TextMessage", "to u1 #2"), Event("e1", 12, "TextMessage", "to u1 #1"), Event("e3", 21, "Closed")] }).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void An_answer_after_the_end_is_out_of_order() =>
        KindOf(Good() with { Events = [Event("e1", 11, "TextMessage", "to u1 #1"), Event("e3", 21, "Closed"), Event("e2", 22, "TextMessage", "to u1 #2")] }).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void An_end_that_is_not_told_is_lost() => KindOf(Good() with { Events = [.. Good().Events.Take(2)] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void An_end_that_is_told_twice_is_a_breach() => KindOf(Good() with { Events = [.. Good().Events, Event("e4", 22, "Closed")] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_repeated_event_may_not_have_changed() => KindOf(Good() with { Repeats = [Event("e1", 12, "TextMessage", "to u1 #2")] }).ShouldBe(BreachKind.Other);

    [Fact]
    public void Two_tickets_with_one_external_id_are_duplicated()
    {
        var twin = Ticket() with { Id = 2, Status = "closed" };
        KindOf(Good() with { Tickets = [twin with { Id = 0 }, .. Good().Tickets] }).ShouldBe(BreachKind.Duplicated);
    }

    [Fact]
    public void A_follow_up_of_a_ticket_that_is_not_closed_is_a_breach() =>
        KindOf(Good() with { Tickets = [.. Good().Tickets, Ticket() with { Id = 2, ExternalId = "jaicp:1:2" }] }).ShouldBe(BreachKind.Other);

    /// <summary>Handed over, three texts, two answers, solved.</summary>
    private static RunRecord Good() => new()
    {
        Calls = [Call(CallKind.HandOver, 1), Call(CallKind.Text, 2), Call(CallKind.Text, 3), Call(CallKind.Text, 4)],
        Acts = [Act(1, 10, says: true), Act(2, 10, says: true), Act(3, 20, says: false)],
        Tickets = [Ticket("u1 #2", "[10:00] u1 #3\nu1 #4")],
        Events = [Event("e1", 11, "TextMessage", "to u1 #1"), Event("e2", 12, "TextMessage", "to u1 #2"), Event("e3", 21, "Closed")],
    };

    private static BreachKind KindOf(RunRecord record) => Invariant.Breaches(record).Select(breach => breach.Kind).Distinct().ShouldHaveSingleItem();

    private static ClientCall Call(CallKind kind, long number) => new(User, kind, number, Start.AddSeconds(number), Start.AddSeconds(number), 200);

    private static AgentAct Act(long number, int second, bool says) =>
        new(User, 1, number, Start.AddSeconds(second), Start.AddSeconds(second), says, Ends: !says, Surely: true);

    private static SeenEvent Event(string id, int second, string type, string? text = null) => new(id, User, type, text, Start.AddSeconds(second));

    private static SeenTicket Ticket(params string[] comments) =>
        new(1, User, "jaicp:1", "solved", IsDeleted: false, [.. comments.Select((body, index) => new SeenComment(index + 1, Writer.Client, IsPublic: true, body, Start))]);
}
