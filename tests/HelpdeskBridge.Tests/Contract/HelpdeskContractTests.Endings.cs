namespace HelpdeskBridge.Tests.Contract;

/// <content>How a chat ends, and what becomes of a text after that.</content>
public abstract partial class HelpdeskContractTests
{
    [Fact]
    public async Task Solving_ends_the_chat_once_after_the_agents_last_words_and_a_text_soon_after_reopens_the_ticket()
    {
        var (user, ticketId) = await StartChatAsync();
        await _desk.AnswerAsync(ticketId, "that is all");
        await _desk.SolveAsync(ticketId);
        await ShouldReceiveAsync(user, "that is all", Closed);

        await SayAsync(user, "one more thing");
        await UntilTicketAsync(ticketId, ticket => ticket.IsOpen, "the ticket is open again");
        await ShouldSayAsync(ticketId, "hello", "one more thing");
        await _desk.AnswerAsync(ticketId, "done");
        await _desk.SolveAsync(ticketId);
        await ShouldReceiveAsync(user, "that is all", Closed, "done", Closed);
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task A_client_who_leaves_leaves_a_note_and_solves_the_ticket_and_gets_no_end_in_return()
    {
        var (user, ticketId) = await StartChatAsync();
        Accepted(await Jaicp.CloseChatAsync(user, "gone home"));
        await UntilTicketAsync(ticketId, ticket => ticket.IsSolved, "the ticket is solved");
        var ticket = await _desk.ReadAsync(ticketId);
        ticket.Notes.ShouldContain("gone home");
        ticket.Words.ShouldBe("hello");

        await SayAsync(user, "still here");
        await UntilTicketAsync(ticketId, ticket => ticket.IsOpen, "the ticket is open again");
        await _desk.AnswerAsync(ticketId, "so am I");
        await ShouldReceiveAsync(user, "so am I");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task A_client_who_leaves_sets_the_status_that_the_settings_name()
    {
        var (user, ticketId) = await StartChatAsync(("Channels:shop:Close:StatusOnClientClose", "pending"));
        Accepted(await Jaicp.CloseChatAsync(user, "gone home"));
        await UntilTicketAsync(ticketId, ticket => ticket is { IsOpen: false, IsSolved: false }, "the ticket is pending");
        (await _desk.ReadAsync(ticketId)).Notes.ShouldContain("gone home");
    }

    [Fact]
    public async Task A_text_long_after_the_end_opens_a_new_ticket()
    {
        var (user, first) = await StartChatAsync(("Channels:shop:Close:ReopenWithin", "00:00:00"));
        Accepted(await Jaicp.CloseChatAsync(user));
        await UntilTicketAsync(first, ticket => ticket.IsSolved, "the ticket is solved");
        await SayAsync(user, "another question");
        var second = await GetTicketAsync(user, 2);
        await ShouldSayAsync(second, "another question");
        var old = await _desk.ReadAsync(first);
        (old.IsSolved, old.Words).ShouldBe((true, "hello"));
    }

    [Fact]
    public async Task After_a_ticket_was_closed_for_good_the_next_text_goes_on_in_a_new_one()
    {
        await StartAsync();
        Needs(DeskAbility.ClosesForGood);
        var user = NewUser();
        var first = await HandOverAsync(user);
        await _desk.CloseForGoodAsync(first);
        await ShouldReceiveAsync(user, Closed);
        await SayAsync(user, "one more thing");
        var second = await GetTicketAsync(user, 2);
        await ShouldSayAsync(second, "one more thing");
        (await _desk.ReadAsync(first)).Words.ShouldBe("hello");
        await _desk.AnswerAsync(second, "yes?");
        await ShouldReceiveAsync(user, Closed, "yes?");
    }

    [Fact]
    public async Task After_a_ticket_was_deleted_the_chat_is_closed_and_the_next_text_opens_a_new_one()
    {
        var (user, deleted) = await StartChatAsync();
        await _desk.DeleteAsync(deleted);
        await ShouldReceiveAsync(user, Closed);
        await SayAsync(user, "are you there?");
        var ticketId = await GetTicketAsync(user);
        ticketId.ShouldNotBe(deleted);
        await ShouldSayAsync(ticketId, "are you there?");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task A_text_for_a_ticket_that_was_deleted_at_the_same_moment_opens_a_new_one()
    {
        var (user, deleted) = await StartChatAsync();
        _relay.IsDown = true;
        await SayAsync(user, "are you there?");
        await UntilAsync(() => _relay.TurnedAway > 0, "an attempt");
        await _desk.DeleteAsync(deleted);
        _relay.IsDown = false;
        await UntilAsync(async () => (await _desk.FindTicketsAsync(user)).Any(id => id != deleted), "a new ticket");
        var ticketId = (await _desk.FindTicketsAsync(user)).Single();
        await ShouldSayAsync(ticketId, "are you there?");
    }

    [Fact]
    public async Task After_a_merge_the_chat_goes_on_in_the_other_ticket()
    {
        await StartAsync();
        Needs(DeskAbility.Merges);
        var (user, other) = (NewUser(), NewUser());
        var (source, target) = (await HandOverAsync(user), await HandOverAsync(other));
        await _desk.AnswerAsync(target, "for the other one");
        await _desk.AnswerAsync(source, "before the merge");
        await ShouldReceiveAsync(user, "before the merge");
        await ShouldReceiveAsync(other, "for the other one");
        await _desk.MergeAsync(source, target);
        await SayAsync(user, "thanks");

        // What was said before it may be there as well, or may not.
        await UntilTicketAsync(target, ticket => ticket.Words.EndsWith("\nthanks", StringComparison.Ordinal), "the client's words in the target");
        await _desk.AnswerAsync(target, "after the merge");
        await ShouldReceiveAsync(user, "before the merge", "after the merge");
    }
}
