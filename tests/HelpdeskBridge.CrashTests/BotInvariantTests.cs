using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests;

/// <summary>As <see cref="InvariantTests"/>, for ratings, fields, returns to the bot, and tickets that are used again.</summary>
public sealed class BotInvariantTests
{
    private const string User = "u1";
    private const string ReturnNote = "The bot has the chat again, because the ticket has the tag back_to_bot. The ticket stays as it is.";
    private const string BeginNote = "The client has come back: another chat begins here.\n\n```\n~ visit: u1 #1 → u1 #6\n```";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_record_in_which_everything_arrived_has_no_breach() => Invariant.FindBreaches(CreateGoodRecord()).ShouldBeEmpty();

    [Fact]
    public void A_rating_that_is_in_no_ticket_is_lost() => FindKind(WithoutNote("rates")).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_rating_that_was_written_twice_is_duplicated() => FindKind(WithComment(14, Note(RatingNote(5)))).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void A_rating_before_the_text_that_came_first_is_out_of_order()
    {
        var ticket = CreateTicket();
        FindKind(WithTicket(ticket with
        {
            Comments = [.. ticket.Comments.Select(comment => comment.Body == RatingNote(5) ? comment with { Id = 3 } : comment)],
        })).ShouldBe(BreachKind.OutOfOrder);
    }

    [Fact]
    public void A_rating_without_its_score_is_lost() => FindKind(WithTicket(CreateTicket() with { Tags = [] })).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_rating_may_be_missing_in_a_closed_ticket_and_as_a_dead_letter()
    {
        var missing = WithoutNote("rates");
        var isUncertain = missing with
        {
            Calls = [.. missing.Calls.Select(call => call.Kind == CallKind.Rating ? call with { KnownTicketId = null } : call)],
        };
        Invariant.FindBreaches(missing with
        {
            DeadLetters = [new DeadLetter(User, "toHelpdesk", "Rating", "refused") { Number = 5 }],
            Refusals = [new Refusal(true, "/api/v2/tickets/1", "u1 #5 rates")],
        }).ShouldBeEmpty();
        Invariant.FindBreaches(isUncertain with { Tickets = [isUncertain.Tickets[0] with { Status = "closed" }] }).ShouldBeEmpty();
        FindKind(isUncertain).ShouldBe(BreachKind.Lost);
    }

    [Fact]
    public void The_last_rating_that_is_not_in_the_store_is_lost()
    {
        var good = CreateGoodRecord();
        var last = good with
        {
            Calls = [.. good.Calls, CreateCall(CallKind.Rating, 10)],
            Tickets =
            [
                CreateTicket() with
                {
                    Comments = [.. CreateTicket().Comments, Note(RatingNote(10)) with { Id = 30 }],
                    Tags = ["rating_5", "rating_10"],
                },
            ],
        };
        FindKind(last).ShouldBe(BreachKind.Lost);
        Invariant.FindBreaches(last with { Ratings = [new StoredRating(User, 10, "u1 #10 rates")] }).ShouldBeEmpty();
        FindKind(last with { Ratings = [new StoredRating(User, 9, "u1 #10 rates")] }).ShouldBe(BreachKind.Lost);
    }

    [Theory]
    [InlineData("rating_5 rating_10", true)]
    [InlineData("rating_5 rating_8", false)]
    [InlineData("rating_8 rating_10", false)]
    public void Of_the_ratings_of_one_chat_only_the_last_has_its_score(string tags, bool isGood)
    {
        var good = CreateGoodRecord();
        var corrected = good with
        {
            Calls = [.. good.Calls, CreateCall(CallKind.Rating, 8), CreateCall(CallKind.Rating, 10)],
            Tickets =
            [
                CreateTicket() with
                {
                    Comments = [.. CreateTicket().Comments, Note(RatingNote(8)) with { Id = 30 }, Note(RatingNote(10)) with { Id = 31 }],
                    Tags = tags.Split(' '),
                },
            ],
            Ratings = [new StoredRating(User, 10, "u1 #10 rates")],
        };

        Invariant.FindBreaches(corrected).Select(breach => breach.Kind).ShouldBe(isGood ? [] : [BreachKind.Lost]);
    }

    [Fact]
    public void A_field_that_was_not_set_is_lost() => FindKind(WithTicket(CreateTicket() with { Changes = [] })).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_field_that_was_set_again_later_is_duplicated() =>
        FindKinds(WithTicket(CreateTicket() with { Changes = [.. CreateTicket().Changes, FieldChange(21, 99), FieldChange(22, 3)] }))
            .ShouldContain(BreachKind.Duplicated);

    [Fact]
    public void A_field_that_was_set_after_the_text_that_came_later_is_out_of_order() =>
        FindKind(WithTicket(CreateTicket() with { Changes = [FieldChange(25, 3)] })).ShouldBe(BreachKind.OutOfOrder);

    [Fact]
    public void A_rating_or_a_hand_over_in_another_ticket_than_the_clients_is_a_breach()
    {
        foreach (var kind in new[] { CallKind.Rating, CallKind.Fields, CallKind.SelectDestination })
        {
            var good = CreateGoodRecord();
            var calls = good.Calls.Select(call => call.Kind == kind && call.Number > 1 ? call with { KnownTicketId = 2 } : call);
            FindKind(good with { Calls = [.. calls] }).ShouldBe(BreachKind.Other);
        }
    }

    [Fact]
    public void A_return_that_is_not_announced_is_lost() =>
        FindKind(CreateGoodRecord() with { Events = [] }).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_second_end_by_the_same_tag_is_a_breach() =>
        FindKinds(CreateGoodRecord() with
        {
            Events = [.. CreateGoodRecord().Events, new RecordedEvent("e9", User, "Closed", null, Start.AddSeconds(30))],
        }).ShouldContain(BreachKind.Other);

    [Fact]
    public void A_return_without_a_note_is_lost() => FindKind(WithoutNote("The bot has the chat again")).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_return_with_two_notes_is_duplicated() => FindKind(WithComment(20, Note(ReturnNote))).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void A_status_that_the_bridge_sets_after_a_return_is_a_breach() =>
        FindKind(WithTicket(CreateTicket() with
        {
            Changes = [.. CreateTicket().Changes, new RecordedChange(17, IsByBridge: true, "status", "open", Start.AddSeconds(4.5))],
        })).ShouldBe(BreachKind.Other);

    [Fact]
    public void A_late_reply_after_a_return_is_delivered_to_nobody()
    {
        var good = CreateGoodRecord();
        var late = good with
        {
            Calls = [.. good.Calls.Where(call => call.Number <= 5)],
            Actions = [.. good.Actions, new AgentAction(User, 1, 2, Start.AddSeconds(9), Start.AddSeconds(9), IsReply: true, EndsChat: false)],
            Tickets = [CreateTicket() with { Comments = [.. CreateTicket().Comments.Take(4)] }],
            Ratings = [new StoredRating(User, 5, "u1 #5 rates")],
        };
        FindKind(late with { Events = [.. late.Events, new RecordedEvent("e2", User, "TextMessage", "to u1 #2", Start.AddSeconds(10))] })
            .ShouldBe(BreachKind.OutOfOrder);
        var noted = Note("The chat is over: to u1 #2") with { Id = 40, CreatedAt = Start.AddSeconds(10) };
        Invariant.FindBreaches(late with { Tickets = [late.Tickets[0] with { Comments = [.. late.Tickets[0].Comments, noted] }] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_second_ticket_of_the_next_chat_is_a_breach_where_tickets_are_used_again()
    {
        var good = CreateGoodRecord();
        var two = good with
        {
            Calls = [.. good.Calls.Select(call => call with { KnownTicketId = null, BeginsAnotherChat = false })],
            Tickets =
            [
                CreateTicket() with { Comments = [.. CreateTicket().Comments.Take(4)] },
                CreateTicket() with { Id = 2, ExternalId = "jaicp:2", Comments = [.. CreateTicket().Comments.Skip(4)], Changes = [] },
            ],
        };
        FindKind(two).ShouldBe(BreachKind.Other);
        Invariant.FindBreaches(two with { ReusesTicket = false }).ShouldBeEmpty();
        Invariant.FindBreaches(two with { Tickets = [two.Tickets[0] with { Status = "closed" }, two.Tickets[1]] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_hand_over_without_a_note_is_lost() => FindKind(WithoutNote("another chat begins")).ShouldBe(BreachKind.Lost);

    [Fact]
    public void A_hand_over_with_two_notes_is_duplicated() => FindKind(WithComment(15, Note(BeginNote))).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void The_context_of_a_hand_over_that_was_noted_twice_is_duplicated() =>
        FindKind(WithComment(20, Note("What the bot knows:\n\n```\nvisit: u1 #1\n```"))).ShouldBe(BreachKind.Duplicated);

    [Fact]
    public void A_hand_over_that_only_moves_the_ticket_though_the_chat_was_over_is_a_breach()
    {
        var ticket = CreateTicket();
        var moved = BeginNote.Replace("another chat begins here", "it was moved", StringComparison.Ordinal);
        FindKind(WithTicket(ticket with
        {
            Comments = [.. ticket.Comments.Select(comment => comment.Body == BeginNote ? comment with { Body = moved } : comment)],
        })).ShouldBe(BreachKind.Other);
    }

    /// <summary>
    /// A chat in which the script sets a field and which an agent gives back. Then a rating, and another chat in the same ticket, with one text.
    /// </summary>
    private static RunRecord CreateGoodRecord() => new()
    {
        ReusesTicket = true,
        Calls =
        [
            CreateCall(CallKind.SelectDestination, 1) with { HasContext = true },
            CreateCall(CallKind.Text, 2),
            CreateCall(CallKind.Fields, 3) with { KnownTicketId = 1 },
            CreateCall(CallKind.Rating, 5) with { KnownTicketId = 1 },
            CreateCall(CallKind.SelectDestination, 6) with { HasContext = true, KnownTicketId = 1, BeginsAnotherChat = true },
            CreateCall(CallKind.Text, 7),
        ],
        Actions =
        [
            new AgentAction(User, 1, 1, Start.AddSeconds(4), Start.AddSeconds(4), IsReply: false, EndsChat: true, IsChatKnownOpen: true)
            {
                IsReturn = true,
            },
        ],
        Tickets = [CreateTicket()],
        Events = [new RecordedEvent("e1", User, "Closed", null, Start.AddSeconds(4.2))],
    };

    private static RecordedTicket CreateTicket() => new(
        1,
        User,
        "jaicp:1",
        "open",
        IsDeleted: false,
        [
            new RecordedComment(10, CommentAuthor.Client, IsPublic: true, "u1 #2", Start),
            Note("What the bot knows:\n\n```\nvisit: u1 #1\n```") with { Id = 11 },
            Note(ReturnNote) with { Id = 13 },
            Note(RatingNote(5)) with { Id = 14 },
            Note(BeginNote) with { Id = 15 },
            new RecordedComment(16, CommentAuthor.Client, IsPublic: true, "u1 #7", Start),
        ])
    {
        Tags = ["rating_5"],
        Changes = [FieldChange(12, 3)],
    };

    private static RunRecord WithTicket(RecordedTicket ticket) => CreateGoodRecord() with { Tickets = [ticket] };

    private static RunRecord WithComment(long id, RecordedComment comment) =>
        WithTicket(CreateTicket() with { Comments = [.. CreateTicket().Comments, comment with { Id = id }] });

    private static RunRecord WithoutNote(string text) => WithTicket(CreateTicket() with
    {
        Comments = [.. CreateTicket().Comments.Where(comment => !comment.Body.Contains(text, StringComparison.Ordinal))],
    });

    private static BreachKind FindKind(RunRecord record) => FindKinds(record).ShouldHaveSingleItem();

    private static IEnumerable<BreachKind> FindKinds(RunRecord record) => Invariant.FindBreaches(record).Select(breach => breach.Kind).Distinct();

    private static string RatingNote(long number) => $"The client rated the chat: {MessageText.GetScore(number)}\n\n```\nu1 #{number} rates\n```";

    private static RecordedComment Note(string body) => new(0, CommentAuthor.Bridge, IsPublic: false, body, Start);

    private static RecordedChange FieldChange(long id, long number) =>
        new(id, IsByBridge: true, "701", $"u1 #{number}", Start.AddSeconds(number));

    private static ClientCall CreateCall(CallKind kind, long number) =>
        new(User, kind, number, Start.AddSeconds(number), Start.AddSeconds(number), 200);
}
