using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>A tag that was in the ticket before the chat was gives nothing back, until a read has shown the ticket without it.</summary>
public sealed class ReturnTagRulesTests
{
    private static readonly ConversationInput ReadWithTag = WithTag(TicketStatus.Open);
    private static readonly ConversationInput WrittenKeepsTag =
        new ConversationInput.TicketWritten(TicketStatus.Open, SetByUs: true, CarriesChatOn: true) { KeepsReturnTag = true };

    private static readonly ConversationInput Written = TicketWritten(TicketStatus.Open, byUs: true);

    public static TheoryData<string, bool> Histories { get; } = new()
    {
        { "nothing before", true },
        { "the hand-over could not take it away", false },
        { "the hand-over could not take it away, another write follows", false },
        { "the hand-over could not take it away, a read has shown the ticket without it", true },
        { "the hand-over could not take it away, another ticket was opened", true },
        { "the ticket was merged into one that has it", false },
        { "the ticket was merged, a read has shown the other one without it", true },
        { "another write", true },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void The_tag_gives_the_chat_back_after(string history, bool isGivenBack)
    {
        var chat = InProgress().Apply(history switch
        {
            "the hand-over could not take it away" => [WrittenKeepsTag],
            "the hand-over could not take it away, another write follows" => [WrittenKeepsTag, Written],
            "the hand-over could not take it away, a read has shown the ticket without it" => [WrittenKeepsTag, TicketRead(TicketStatus.Open)],
            "the hand-over could not take it away, another ticket was opened" => [WrittenKeepsTag, TicketOpened("8")],
            "the ticket was merged into one that has it" => [TicketMerged()],
            "the ticket was merged, a read has shown the other one without it" => [TicketMerged(), TicketRead(TicketStatus.Open)],
            "another write" => [Written],
            _ => Array.Empty<ConversationInput>(),
        });

        // The second read shows that the first one has not made the tag count.
        chat.Apply(ReadWithTag, ReadWithTag).Current!.IsOpen.ShouldBe(!isGivenBack, history);
        chat.SentTypes.Count(type => type == typeof(ReturnedNote)).ShouldBe(isGivenBack ? 1 : 0, history);
    }

    [Fact]
    public void A_tag_that_was_ignored_in_the_last_chat_counts_in_the_next_one_with_the_same_ticket() =>
        InProgress(DefaultPolicy with { ReusesTicket = true }).Apply(WrittenKeepsTag, ClientLeaves, HandOver).Current!.IgnoresReturnTag
            .ShouldBeFalse();

    /// <summary>Agents who solve a ticket have ended the chat, whatever tags it has.</summary>
    [Theory]
    [InlineData("Solved", nameof(EndedBy.Agent))]
    [InlineData("Closed", nameof(EndedBy.Agent))]
    [InlineData("Gone", nameof(EndedBy.Deleted))]
    [InlineData("Pending", nameof(EndedBy.Returned))]
    public void A_ticket_that_is_over_is_not_given_back(string status, string endedBy) =>
        InProgress().Apply(WithTag(Enum.Parse<TicketStatus>(status))).Current!.EndedBy.ShouldBe(Enum.Parse<EndedBy>(endedBy));

    [Fact]
    public void A_ticket_whose_chat_is_over_is_not_given_back() =>
        InProgress().Apply(ClientLeaves, ReadWithTag).SentTypes.ShouldBe([typeof(ClientLeftNote)]);

    [Fact]
    public void A_tag_that_was_read_after_the_end_counts_when_the_client_comes_back() =>
        InProgress().Apply(ClientLeaves, ReadWithTag, ClientWrites(), ReadWithTag).Current!.EndedBy.ShouldBe(EndedBy.Returned);

    private static ConversationInput.TicketRead WithTag(TicketStatus status) => new(status, Ann) { ReturnTag = "to-bot" };
}
