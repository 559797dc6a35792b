using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.Tests.Contract;

/// <content>Requests and answers that are lost, refusals, outages and restarts: nothing is lost, nothing is there twice.</content>
public abstract partial class HelpdeskContractTests
{
    [Fact]
    public async Task A_lost_answer_to_a_new_ticket_opens_no_second_one()
    {
        await StartAsync();
        var user = NewUser();
        var rule = _relay.Add(new RelayFault.LoseAnswer(), _desk.OpensTicket);
        var ticketId = await HandOverAsync(user);
        await SayAsync(user, "next");
        await ShouldSayAsync(ticketId, "hello", "next");
        rule.WasHit.ShouldBeTrue();
        await ShouldHaveOneTicketAsync(user, ticketId);
        await _desk.AnswerAsync(ticketId, "answer");
        await ShouldReceiveAsync(user, "answer");
    }

    [Fact]
    public async Task A_lost_answer_to_a_comment_writes_it_once()
    {
        var (user, ticketId) = await StartChatAsync();
        await ShouldSayAsync(ticketId, "hello");
        var rule = _relay.Add(new RelayFault.LoseAnswer(), _desk.WritesComment);
        await SayAsync(user, "once", "next");
        await ShouldSayAsync(ticketId, "hello", "once", "next");
        rule.WasHit.ShouldBeTrue();
        await _desk.AnswerAsync(ticketId, "answer");
        await ShouldReceiveAsync(user, "answer");
    }

    [Fact]
    public async Task A_lost_answer_to_a_note_writes_it_once()
    {
        var (user, ticketId) = await StartChatAsync();
        await ShouldSayAsync(ticketId, "hello");
        var rule = _relay.Add(new RelayFault.LoseAnswer(), _desk.WritesComment);
        Accepted(await Jaicp.CloseChatAsync(user, "gone home"));
        await UntilTicketAsync(ticketId, ticket => ticket.IsSolved, "the ticket is solved");
        await SayAsync(user, "back again");
        await ShouldSayAsync(ticketId, "hello", "back again");
        rule.WasHit.ShouldBeTrue();
        (await _desk.ReadAsync(ticketId)).Comments.Count(comment => comment.Text.Contains("gone home", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_answer_is_looked_up_after_an_outage_and_a_restart_as_well()
    {
        var (user, ticketId) = await StartChatAsync();
        await ShouldSayAsync(ticketId, "hello");
        var rule = _relay.Add(new RelayFault.LoseAnswer(), _desk.WritesComment, thenDown: true);
        await SayAsync(user, "once");
        await UntilAsync(() => rule.WasHit && _relay.TurnedAway > 0, "a look-up that fails");
        await _bridge!.RestartAsync();
        await SayAsync(user, "next");
        _relay.IsDown = false;
        await ShouldSayAsync(ticketId, "hello", "once", "next");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task Requests_that_never_arrived_are_sent_again()
    {
        await StartAsync();
        var user = NewUser();
        var opening = _relay.Add(new RelayFault.LoseRequest(), _desk.OpensTicket);
        var ticketId = await HandOverAsync(user);
        var comment = _relay.Add(new RelayFault.LoseRequest(), _desk.WritesComment);
        await SayAsync(user, "one", "two");
        await ShouldSayAsync(ticketId, "hello", "one", "two");
        (opening.WasHit, comment.WasHit).ShouldBe((true, true));
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_helpdesk_that_asks_to_wait_loses_and_doubles_nothing(int status)
    {
        await StartAsync();
        var user = NewUser();
        var refuse = new RelayFault.Refuse(status, TimeSpan.FromSeconds(1));
        var opening = _relay.Add(refuse, _desk.OpensTicket);
        var ticketId = await HandOverAsync(user);
        var comment = _relay.Add(refuse, _desk.WritesComment);
        await SayAsync(user, "one", "two");
        await ShouldSayAsync(ticketId, "hello", "one", "two");
        (opening.WasHit, comment.WasHit).ShouldBe((true, true));
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task An_outage_loses_nothing_and_keeps_the_order_both_ways()
    {
        var (user, ticketId) = await StartChatAsync();
        await ShouldSayAsync(ticketId, "hello");
        _relay.IsDown = true;
        var texts = CreateTexts(5);
        await SayAsync(user, texts);
        await _desk.AnswerAsync(ticketId, "one");
        await _desk.AnswerAsync(ticketId, "two");
        await UntilAsync(() => _relay.TurnedAway >= 3, "attempts");
        _relay.IsDown = false;
        await ShouldReceiveAsync(user, "one", "two");
        await ShouldSayAsync(ticketId, ["hello", .. texts]);
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task A_restart_in_the_middle_loses_and_doubles_nothing()
    {
        var (user, ticketId) = await StartChatAsync();
        await _desk.AnswerAsync(ticketId, "one");
        await ShouldReceiveAsync(user, "one");
        _relay.IsDown = true;
        await SayAsync(user, "first");
        await UntilAsync(() => _relay.TurnedAway > 0, "an attempt");
        await _bridge!.RestartAsync();
        await _desk.AnswerAsync(ticketId, "two");
        await SayAsync(user, "second");
        _relay.IsDown = false;
        await ShouldReceiveAsync(user, "one", "two");
        await ShouldSayAsync(ticketId, "hello", "first", "second");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }
}
