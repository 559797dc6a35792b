using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Which ticket a hand-over goes into where tickets are used again, when a closed ticket or its follow-up is involved.</summary>
public sealed class TicketReuseRulesTests
{
    private const string First = "conversation-1";

    [Theory]
    [InlineData("Closed", true, true)]
    [InlineData("Gone", true, true)]
    [InlineData("Closed", false, false)]
    [InlineData("Gone", false, false)]
    [InlineData("Solved", false, true)]
    public void A_ticket_that_is_over_is_used_again_if_it_takes_words_or_if_words_wait_for_its_follow_up(
        string status, bool wordsWait, bool isUsed)
    {
        var conversation = InProgress(DefaultPolicy with { ReusesTicket = true })
            .Apply(ClientLeaves, TicketRead(Enum.Parse<TicketStatus>(status)), HandOver with { AwaitsFollowUp = wordsWait });

        (conversation.Current!.Id == First).ShouldBe(isUsed);
        conversation.SentTypes.Contains(typeof(OpenTicket)).ShouldBe(!isUsed);
        conversation.SentTypes.Contains(typeof(MoveTicket)).ShouldBe(isUsed);
    }

    [Fact]
    public void Where_each_chat_has_a_ticket_of_its_own_words_that_wait_for_a_follow_up_change_nothing()
    {
        var conversation = InProgress().Apply(ClientLeaves, TicketRead(TicketStatus.Closed), HandOver with { AwaitsFollowUp = true });

        conversation.Current!.Id.ShouldNotBe(First);
        conversation.SentTypes.ShouldContain(typeof(OpenTicket));
    }
}
