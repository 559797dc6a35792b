using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests;

/// <summary>As <see cref="KillPointTests"/>, for chats that go back to the bot or into an old ticket, and for what the bot's script says.</summary>
public sealed class BotKillPointTests
{
    private static readonly ChannelFeatures Everything = new(ReusesTicket: true, ReturnsToBot: true);

    [Fact]
    public async Task After_a_rating_was_answered_200()
    {
        await using var scenario = await StartWithChatAsync();
        await EndAsync(scenario);
        (await scenario.Chat.RateAsync(scenario.Ticket.Id)).ShouldBeTrue();
        await scenario.Environment.KillServiceAsync();
        await scenario.Environment.StartServiceAsync();
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_helpdesk_has_written_a_rating_and_not_answered_yet(bool hasField)
    {
        await using var scenario = await StartWithChatAsync(new ChannelFeatures(HasRatingField: hasField));
        await EndAsync(scenario);
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.UpdateTicket,
            () => scenario.Chat.RateAsync(scenario.Ticket.Id),
            isDone: () => Notes(scenario).Any(note => MessageText.FindRating(note, scenario.Chat.UserId) is not null));
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await scenario.ShouldKeepTheInvariantAsync();
        Notes(scenario).Count(note => MessageText.FindRating(note, scenario.Chat.UserId) is not null).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_helpdesk_has_added_the_tag_of_a_rating_and_not_answered_yet()
    {
        await using var scenario = await StartWithChatAsync(new ChannelFeatures());
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.TagTicket,
            () => scenario.Chat.RateAsync(scenario.Ticket.Id),
            isDone: () => CurrentTicket(scenario).Tags.Any(tag => tag.StartsWith("rating_", StringComparison.Ordinal)));
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_has_set_a_field_and_not_answered_yet()
    {
        await using var scenario = await StartWithChatAsync();
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.UpdateTicket,
            () => scenario.Chat.SetFieldAsync(scenario.Ticket.Id),
            isDone: () => CurrentTicket(scenario).CustomFields.ContainsKey(ChannelFeatures.OrderField));
        (await scenario.Chat.SetFieldAsync(scenario.Ticket.Id)).ShouldBeTrue();
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_JAICP_has_received_the_end_of_a_chat_that_was_given_back_and_not_answered_yet()
    {
        await using var scenario = await StartWithChatAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Jaicp.Faults,
            JaicpOperation.ReceiveEvent,
            () => ReturnAsync(scenario, isReply: false),
            isDone: () => scenario.Chat.ClosedEventCount == 1);
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await NextChatAsync(scenario);
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_has_noted_that_the_bot_has_the_chat_and_not_answered_yet()
    {
        await using var scenario = await StartWithChatAsync();
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.UpdateTicket,
            () => ReturnAsync(scenario, isReply: true),
            isDone: () => Notes(scenario).Any(MessageText.SaysThatTheBotHasTheChat));
        await scenario.WaitUntilNothingIsLeftToDoAsync();
        await NextChatAsync(scenario);
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task While_the_helpdesk_has_taken_the_tag_away_for_the_next_chat_and_not_answered_yet()
    {
        await using var scenario = await StartWithChatAsync();
        await GiveBackAsync(scenario);
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.TagTicket,
            () => scenario.Chat.HandOverAsync(scenario.Ticket.Id, beginsAnotherChat: true),
            isDone: () => !CurrentTicket(scenario).Tags.Contains(ChannelFeatures.ReturnTag));
        await GoOnAsync(scenario);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_helpdesk_has_noted_that_another_chat_begins_and_not_answered_yet(bool wasReturned)
    {
        await using var scenario = await StartWithChatAsync();
        await (wasReturned ? GiveBackAsync(scenario) : EndAsync(scenario));
        await scenario.KillWhileAnswerIsHeldAsync(
            scenario.Environment.Zendesk.Faults,
            ZendeskOperation.UpdateTicket,
            () => scenario.Chat.HandOverAsync(scenario.Ticket.Id, beginsAnotherChat: true),
            isDone: () => Notes(scenario).Any(MessageText.SaysThatAnotherChatBegins));
        await GoOnAsync(scenario);
    }

    [Fact]
    public async Task While_the_helpdesk_has_reopened_the_ticket_for_another_chat_and_not_answered_yet()
    {
        await using var scenario = await StartWithChatAsync();
        await EndAsync(scenario);
        var zendesk = scenario.Environment.Zendesk;
        using (var held = zendesk.Faults.Add(FaultMode.AcceptThenHang, times: 1, where: IsReopening))
        {
            (await scenario.Chat.HandOverAsync(scenario.Ticket.Id, beginsAnotherChat: true)).ShouldBeTrue();
            await scenario.WaitUntilAsync(
                "the answer to the reopening is held back", () => held.Hits == 1 && CurrentTicket(scenario).Status == TicketStatus.Open);
            await scenario.Environment.KillServiceAsync();
        }

        await scenario.Environment.StartServiceAsync();
        await GoOnAsync(scenario);

        // It follows the note.
        bool IsReopening(FaultyRequest request) =>
            request.Operation == ZendeskOperation.UpdateTicket && Notes(scenario).Any(MessageText.SaysThatAnotherChatBegins);
    }

    private static async Task<ChatScenario> StartWithChatAsync(ChannelFeatures? features = null)
    {
        var scenario = await ChatScenario.StartAsync([.. (features ?? Everything).Settings.Select(pair => (pair.Key, pair.Value))]);
        await scenario.OpenChatAsync();
        return scenario;
    }

    private static SimulatedTicket CurrentTicket(ChatScenario scenario) => scenario.Environment.Zendesk.Ticket(scenario.Ticket.Id);

    private static IEnumerable<string> Notes(ChatScenario scenario) => scenario.Environment.Zendesk.Comments(scenario.Ticket.Id)
        .Where(comment => !comment.IsPublic).Select(comment => comment.Body);

    private static async Task EndAsync(ChatScenario scenario)
    {
        scenario.Chat.EndChat(scenario.Ticket, TicketStatus.Solved, isChatKnownOpen: true).ShouldBeTrue();
        await WaitUntilEndedAsync(scenario);
    }

    private static Task ReturnAsync(ChatScenario scenario, bool isReply)
    {
        scenario.Chat.ReturnToBot(scenario.Ticket, isReply, isChatKnownOpen: true).ShouldBeTrue();
        return Task.CompletedTask;
    }

    private static async Task GiveBackAsync(ChatScenario scenario)
    {
        await ReturnAsync(scenario, isReply: true);
        await WaitUntilEndedAsync(scenario);
    }

    private static async Task WaitUntilEndedAsync(ChatScenario scenario)
    {
        await scenario.WaitUntilAsync("the end is announced", () => scenario.Chat.ClosedEventCount == 1);
        await scenario.WaitUntilNothingIsLeftToDoAsync();
    }

    /// <summary>The chat that begins now is in the client's ticket.</summary>
    private static async Task NextChatAsync(ChatScenario scenario)
    {
        (await scenario.Chat.HandOverAsync(scenario.Ticket.Id, beginsAnotherChat: true)).ShouldBeTrue();
        await GoOnAsync(scenario);
    }

    /// <summary>The chat that has begun goes on in the client's ticket, and its end is announced like any other.</summary>
    private static async Task GoOnAsync(ChatScenario scenario)
    {
        await scenario.SendTextAndWaitAsync();
        await scenario.ReplyAndWaitAsync();
        scenario.Chat.EndChat(scenario.Ticket, TicketStatus.Solved, isChatKnownOpen: true).ShouldBeTrue();
        await scenario.WaitUntilAsync("the second end is announced", () => scenario.Chat.ClosedEventCount == 2);
        await scenario.ShouldKeepTheInvariantAsync();
        scenario.Environment.Zendesk.Tickets.Count.ShouldBe(1);
    }
}
