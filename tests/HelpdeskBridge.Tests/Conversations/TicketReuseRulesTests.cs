using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>A hand-over after the end, where the channel uses the client's last ticket again.</summary>
public sealed class TicketReuseRulesTests
{
    private static readonly ChannelPolicy Policy = DefaultPolicy with
    {
        ReusesTicket = true,
        Escalations = [new Escalation(TimeSpan.FromMinutes(10), null, null, null, null)],
    };

    [Fact]
    public void The_last_chats_ticket_is_moved_and_reopened_and_all_that_is_about_one_chat_begins_anew()
    {
        var chat = new ConversationFixture { IsOpen = false, Policy = Policy }.Apply(HandOver, TicketOpened(), AgentWrites(), ClientLeaves);
        var last = chat.Current!;
        chat.Apply(new ConversationInput.ClientRated(5, null)).Advance(TimeSpan.FromHours(1));
        chat.Sent.Clear();
        chat.Apply(new ConversationInput.HandedOver("3", null, new HandOverContext("{\"a\":1}", null, null)));

        chat.SentTypes.ShouldBe([typeof(MoveTicket), typeof(ClientNotice), typeof(ReopenTicket)]);
        chat.Sent.ShouldAllBe(message => message.DueAt == chat.Now);
        ((MoveTicket)chat.Sent[0].Body).BeginsChat.ShouldBeTrue();
        chat.Current.ShouldBe(last with
        {
            Phase = Phase.Open,
            OpenedAt = chat.Now,
            EndedAt = null,
            EndedBy = null,
            AgentId = null,
            FirstReplyAt = null,
            LastMessageAt = null,
            DestinationId = "3",
            Context = new HandOverContext("{\"a\":1}", null, null),
            OfflineNoticeAt = chat.Now,
            EscalationDueAt = chat.Now + TimeSpan.FromMinutes(10),
            TicketStatus = TicketStatus.Solved,
        });
        last.AgentId.ShouldNotBeNull("otherwise the row above would show nothing");
        last.FirstReplyAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Closed", true, true)]
    [InlineData("Gone", true, true)]
    [InlineData("Closed", false, false)]
    [InlineData("Gone", false, false)]
    [InlineData("Solved", false, true)]
    public void A_ticket_that_is_over_is_used_again_if_it_takes_words_or_if_words_wait_for_its_follow_up(
        string status, bool wordsWait, bool isUsed)
    {
        var conversation = InProgress(Policy)
            .Apply(ClientLeaves, TicketRead(Enum.Parse<TicketStatus>(status)), HandOver with { AwaitsFollowUp = wordsWait });

        (conversation.Current!.Id == "conversation-1").ShouldBe(isUsed);
        conversation.SentTypes.Contains(typeof(OpenTicket)).ShouldBe(!isUsed);
        conversation.SentTypes.Contains(typeof(MoveTicket)).ShouldBe(isUsed);
    }

    [Fact]
    public void Where_each_chat_has_a_ticket_of_its_own_words_that_wait_for_a_follow_up_change_nothing()
    {
        var conversation = InProgress().Apply(ClientLeaves, TicketRead(TicketStatus.Closed), HandOver with { AwaitsFollowUp = true });

        conversation.Current!.Id.ShouldNotBe("conversation-1");
        conversation.SentTypes.ShouldContain(typeof(OpenTicket));
    }

    [Theory]
    [InlineData("main", true, true)]
    [InlineData("former", true, false)]
    [InlineData("main", false, false)]
    public void It_is_used_again_only_in_the_channels_helpdesk_and_where_that_is_set(string helpdesk, bool isSet, bool isUsedAgain)
    {
        var last = ConversationStates.ClientLeft.Conversation! with { Helpdesk = helpdesk };

        new ConversationFixture { Policy = Policy with { ReusesTicket = isSet }, Current = last }.Apply(HandOver).Current!.Id
            .ShouldBe(isUsedAgain ? last.Id : "conversation-1");
    }

    [Fact]
    public void The_first_chat_of_a_client_has_no_ticket_to_use_again() =>
        new ConversationFixture { Policy = Policy }.Apply(HandOver).SentTypes.ShouldBe([typeof(OpenTicket)]);

    [Fact]
    public void A_hand_over_of_an_open_chat_begins_no_other_chat()
    {
        var chat = InProgress(Policy).Apply(HandOver);

        ((MoveTicket)chat.Sent.ShouldHaveSingleItem().Body).BeginsChat.ShouldBeFalse();
        chat.Current!.LastMessageAt.ShouldBe(chat.Now);
    }
}
