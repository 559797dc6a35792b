using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What a write of the bridge shows about the ticket, beside the tables of states.</summary>
public sealed class TicketWriteRulesTests
{
    /// <summary>An open chat whose ticket was open before the write.</summary>
    public static TheoryData<string, string, bool, bool, string, bool> Writes { get; } = new()
    {
        { "a text, and an agent has set the ticket to pending", "Pending", false, false, "Pending", false },
        { "a note, and an agent has set the ticket to pending", "Pending", false, true, "Pending", false },
        { "a text that opens the ticket", "Open", true, false, "Open", false },
        { "a text, and an agent has just solved the ticket", "Solved", false, false, "Solved", true },
        { "a note, and an agent has just solved the ticket", "Solved", false, true, "Open", false },
        { "a note that solves the ticket", "Solved", true, true, "Solved", false },
        { "a text, and the ticket was closed right after it", "Closed", false, false, "Open", false },
        { "a text, and the ticket was deleted right after it", "Gone", false, false, "Open", false },
        { "a write that closes the ticket", "Closed", true, false, "Closed", false },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public void Each_write_leaves_a_status_and_perhaps_a_ticket_to_reopen(
        string what, string status, bool byUs, bool isNote, string after, bool isReopened)
    {
        var chat = InProgress().Apply(TicketWritten(Enum.Parse<TicketStatus>(status), byUs, isNote));

        chat.Current!.TicketStatus.ShouldBe(Enum.Parse<TicketStatus>(after), what);
        chat.SentTypes.ShouldBe(isReopened ? [typeof(ReopenTicket)] : [], what);
    }

    [Fact]
    public void The_status_of_the_ticket_of_an_ended_chat_is_what_the_write_shows() =>
        InProgress().Apply(ClientLeaves, TicketWritten(TicketStatus.Closed, byUs: false)).Current!.TicketStatus.ShouldBe(TicketStatus.Closed);

    [Fact]
    public void A_text_that_the_helpdesk_took_only_without_the_status_is_followed_by_an_attempt_to_reopen()
    {
        var chat = InProgress().Apply(
            new ConversationInput.TicketWritten(TicketStatus.Solved, SetByUs: false, CarriesChatOn: true) { LeavesStatusOut = true });

        chat.SentTypes.ShouldBe([typeof(ReopenTicket)]);
        chat.Current!.TicketStatus.ShouldBe(TicketStatus.Solved);
    }

    /// <summary>The chat counts where its ticket is, unless it was handed over to yet another group meanwhile.</summary>
    [Theory]
    [InlineData("2", "1")]
    [InlineData("3", "2")]
    public void A_chat_is_in_the_group_in_which_its_ticket_is(string wanted, string group)
    {
        var other = new OtherGroup(wanted, "1");
        var opened = new ConversationFixture().Apply(HandOver, new ConversationInput.TicketOpened("7", TicketStatus.New) { Group = other });
        var written = InProgress().Apply(
            new ConversationInput.TicketWritten(TicketStatus.Open, SetByUs: true, CarriesChatOn: true) { Group = other });

        (opened.Current!.DestinationId, written.Current!.DestinationId).ShouldBe((group, group));
    }

    [Fact]
    public void Only_a_ticket_that_could_not_be_reopened_is_left_to_the_next_read()
    {
        var solved = ConversationStates.TicketStillSolved.Conversation;

        new ConversationFixture { Current = solved }.Apply(Failed(new ReopenTicket())).Current!.TicketStatus.ShouldBe(TicketStatus.Open);
        new ConversationFixture { Current = solved }.Apply(Failed(new ClientText("Hi"))).Current!.TicketStatus.ShouldBe(TicketStatus.Solved);

        static ConversationInput Failed(MessageBody body) => new ConversationInput.DeliveryFailed("m1", 1, body, "422");
    }
}
