using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A long first text of a chat, which is what was said to the bot before.</summary>
public sealed class TranscriptTests
{
    private const string Last = "Please give me a human";

    private static readonly string Text =
        string.Join('\n', Enumerable.Range(1, 60).Select(turn => $"Bot: question {turn} {new string('q', 60)}\nClient: answer {turn}"))
        + $"\nClient: {Last}\nBot: One moment";

    [Fact]
    public async Task The_last_words_open_the_ticket_and_all_of_it_is_an_internal_note()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp);
        (await jaicp.HandOverAsync("u1", userName: "Ann", attributes: new { order = "4711" }, firstMessage: Text)).IsAccepted.ShouldBeTrue();
        (await jaicp.SendTextAsync("u1", "Are you there?")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => zendesk.Tickets.Count == 1 && zendesk.Comments(zendesk.Tickets[0].Id).Count == 4);

        var comments = zendesk.Comments(zendesk.Tickets[0].Id);
        comments.Where(comment => comment.IsPublic).Select(comment => comment.Body).ShouldBe([Last, "Are you there?"]);
        comments[1].IsPublic.ShouldBeFalse();
        comments[1].Body.ShouldBe($"What was said before:\n\n```\n{Text}\n```");
        comments.ShouldContain(comment => !comment.IsPublic && comment.Body.Contains("4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_too_long_for_one_note_is_in_several_and_none_is_cut()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp);
        var text = string.Join('\n', Enumerable.Range(1, 3000).Select(turn => $"Bot: {{{{{turn}}}}} ``` клиенту\nClient: {turn}"));
        (await jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: text)).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => Notes().LastOrDefault()?.Contains("{{3000}}", StringComparison.Ordinal) == true);

        zendesk.Comments(zendesk.Tickets[0].Id).Where(comment => comment.IsPublic).Select(comment => comment.Body).ShouldBe(["3000"]);
        Notes().Count.ShouldBeGreaterThan(2);
        Notes()[0].ShouldStartWith("What was said before:\n\n```\nBot: \\{{1}}");
        Notes().Skip(1).ShouldAllBe(note => note.StartsWith("What was said before, continued:", StringComparison.Ordinal));
        Notes().ShouldAllBe(note => note.EndsWith("\n```", StringComparison.Ordinal) && !note.Contains('…'));
        var all = string.Concat(Notes());
        Enumerable.Range(1, 3000).ShouldAllBe(turn => all.Contains($"Client: {turn}\n", StringComparison.Ordinal));

        List<string> Notes() => zendesk.Tickets.Count == 0
            ? []
            : [.. zendesk.Comments(zendesk.Tickets[0].Id).Where(comment => !comment.IsPublic).Select(comment => comment.Body)];
    }

    [Fact]
    public async Task Only_the_first_text_of_a_hand_over_is_one()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync(Text);
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Written.ShouldBe(["Hello", Text]);
    }

    [Fact]
    public async Task In_a_chat_without_a_hand_over_nothing_is_folded()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync(Text);
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.SendTextAsync(Text + "!");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.ShouldBe([Text, Text + "!"]);
    }

    [Fact]
    public async Task In_a_ticket_that_is_used_again_the_first_text_of_the_next_chat_is_one_as_well()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Ticket:Reuse", "WhileOpen"));
        bridge.Zendesk.TicketIs("open");
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.HandOverAsync();
        await bridge.SendTextAsync(Text);
        await bridge.DeliveredAsync("Transcript");

        bridge.Zendesk.Written.OfType<string>().TakeLast(2).ShouldBe([Last, $"What was said before:\n\n```\n{Text}\n```"]);
    }

    [Fact]
    public async Task A_lost_answer_and_a_restart_in_between_write_nothing_twice_and_in_no_other_order()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync(Text);
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        await bridge.App.RestartAsync();
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Skip(1).Select(call => (bool)call.Ticket["comment"]!["public"]!).ShouldBe([false, true]);
        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        bridge.Log.DeadLetters("Transcript").ShouldBe(0);
    }

    [Fact]
    public async Task With_Request_Tracker_the_last_words_are_the_tickets_text_and_all_of_it_is_a_comment()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await fixture.Bridge.SendTextAsync(Text);
        await fixture.Bridge.DeliveredAsync("Transcript");

        fixture.Data.Words.ShouldBe([Last]);
        fixture.Data.Notes.ShouldBe(["What was said before:\n\n" + string.Join('\n', Text.Split('\n').Select(line => "    " + line))]);
    }
}
