using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests;

/// <summary>What a dead letter excuses, and when there may be one.</summary>
public sealed partial class InvariantTests
{
    [Fact]
    public void A_missing_text_is_a_breach_when_the_dead_letter_is_about_another_one()
    {
        var good = CreateGoodRecord();
        FindKind(good with
        {
            Tickets = [CreateTicket("u1 #2", "u1 #4")],
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "ClientText", "refused") { Number = 4 }],
            Events = [.. good.Events, CreateEvent("e9", 30, "TextMessage", "Your message could not be delivered. Please try again later.")],
        }).ShouldBe(BreachKind.Lost);
    }

    [Fact]
    public void A_missing_reply_is_a_breach_when_the_dead_letters_are_about_another_one()
    {
        var record = CreateGoodRecord() with
        {
            Events = [CreateReplyEvent("e1", 11, 1), CreateEvent("e3", 21, "Closed")],
            DeadLetters =
            [
                new DeadLetter(User, "toJaicp", "AgentText", "refused") { Number = 2 },
                new DeadLetter(User, "toHelpdesk", "ReplyNotDelivered", "refused") { Number = 1 },
            ],
        };
        FindKind(record).ShouldBe(BreachKind.Lost);
        Invariant.FindBreaches(record with { DeadLetters = [.. record.DeadLetters.Select(letter => letter with { Number = 2 })] }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"kind":"clientText","text":"u1 #3"}""", 3L)]
    [InlineData("""{"kind":"moveTicket","attributes":[{"name":"visit","before":"u1 #3","after":"u1 #7"}]}""", 7L)]
    [InlineData("""{"kind":"contextNote","attributes":"{\u0022visit\u0022:\u0022u1 #12\u0022}"}""", 12L)]
    [InlineData("""{"kind":"clientText","text":"u11 #3"}""", null)]
    [InlineData("""{"kind":"chatClosed"}""", null)]
    public void The_number_of_a_dead_letter_is_the_greatest_one_of_its_client(string body, long? number) =>
        MessageText.FindGreatest(body, User).ShouldBe(number);

    [Theory]
    [InlineData("refused", 3L, true)]
    [InlineData("given up after 1.00:00:05: 503 ServiceUnavailable", 3L, true)]
    [InlineData("refused", 2L, false)] // the refused one was another one
    [InlineData("refused", null, false)] // what was refused was in another ticket
    [InlineData("given up after 0.23:59:59: 503 ServiceUnavailable", 3L, false)]
    public void A_dead_letter_was_refused_itself_or_has_waited_for_a_day(string reason, long? number, bool isJustified)
    {
        var breaches = Invariant.FindBreaches(CreateGoodRecord() with
        {
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "ContextNote", reason) { Number = number }],
            Refusals = [new Refusal(true, "/api/v2/tickets/77", "u1 #3"), new Refusal(false, "/", "u1 #2")],
        });

        breaches.Select(breach => breach.Description).ShouldBe(
            isJustified ? [] : [$"ContextNote{(number is null ? "" : $" #{number}")} was given up without need: {reason}"]);
    }

    [Fact]
    public void What_a_closed_ticket_was_to_get_may_be_a_dead_letter()
    {
        var good = CreateGoodRecord() with { Refusals = [], DeadLetters = [new DeadLetter(User, "toHelpdesk", "ContextNote", "422")] };

        FindKind(good).ShouldBe(BreachKind.Lost);
        Invariant.FindBreaches(good with { Tickets = [good.Tickets[0] with { Status = "closed" }] }).ShouldBeEmpty();
    }
}
