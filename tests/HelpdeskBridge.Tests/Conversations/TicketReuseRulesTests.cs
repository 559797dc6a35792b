using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Which ticket a hand-over goes into where tickets are used again, when a closed ticket or its follow-up is involved.</summary>
public sealed class TicketReuseRulesTests
{
    private const string First = "conversation-1";

    [Fact]
    public void Every_hand_over_before_the_follow_up_is_opened_goes_into_the_follow_up()
    {
        var conversation = InFirstTicket().Apply(
            TicketRead(TicketStatus.Closed), ClientWrites("One more thing"), ClientLeaves, HandOver, ClientLeaves, HandOver);

        conversation.Current!.Id.ShouldBe(First);
        conversation.SentTypes.ShouldNotContain(typeof(OpenTicket));
    }

    [Fact]
    public void Reading_the_closed_ticket_once_more_does_not_keep_a_hand_over_from_its_follow_up()
    {
        var conversation = InFirstTicket().Apply(
            TicketRead(TicketStatus.Closed), ClientWrites("One more thing"), ClientLeaves, TicketRead(TicketStatus.Closed), HandOver);

        conversation.Current!.Id.ShouldBe(First);
    }

    [Theory]
    [InlineData("an agent closes it, which ends the chat")]
    [InlineData("an agent solves it, and it is closed later")]
    [InlineData("the client leaves, and it is closed later")]
    [InlineData("the client leaves, and a trigger closes it when the bridge solves it")]
    [InlineData("the client leaves, and it refuses the note about that")]
    public void A_ticket_that_is_closed_after_the_client_has_carried_its_chat_on_is_not_used_again(string because)
    {
        IReadOnlyList<ConversationInput> end = because switch
        {
            "an agent closes it, which ends the chat" => [TicketRead(TicketStatus.Closed)],
            "an agent solves it, and it is closed later" => [TicketRead(TicketStatus.Solved), TicketRead(TicketStatus.Closed)],
            "the client leaves, and it is closed later" => [ClientLeaves, TicketRead(TicketStatus.Closed)],
            "the client leaves, and a trigger closes it when the bridge solves it" =>
                [ClientLeaves, TicketWritten(TicketStatus.Closed, byUs: true)],
            "the client leaves, and it refuses the note about that" => [ClientLeaves, TicketRefused(TicketStatus.Closed)],
            _ => throw new ArgumentOutOfRangeException(nameof(because)),
        };
        var conversation = InFirstTicket().Apply(
            [TicketRead(TicketStatus.Solved), ClientWrites("One more thing"), TicketRead(TicketStatus.Open), .. end, HandOver]);

        conversation.Current!.Id.ShouldNotBe(First);
        conversation.SentTypes.ShouldContain(typeof(OpenTicket));
    }

    private static ConversationFixture InFirstTicket() => InProgress(DefaultPolicy with { ReusesTicket = true });
}
