using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Courses of a conversation that take more than one event.</summary>
public sealed class ConversationSequenceTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("Solved")]
    [InlineData("Closed")]
    [InlineData("Gone")]
    public void Closed_is_sent_exactly_once_however_often_the_ticket_is_read(string status)
    {
        var read = TicketRead(Enum.Parse<TicketStatus>(status));
        var conversation = InProgress().Apply(read, read, read, read);

        conversation.SentTypes.ShouldBe([typeof(ChatClosed)]);
        conversation.Current!.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Solved_then_closed_then_deleted_is_one_end()
    {
        var conversation = InProgress().Apply(TicketRead(TicketStatus.Solved), TicketRead(TicketStatus.Closed), TicketRead(TicketStatus.Gone));

        conversation.SentTypes.ShouldBe([typeof(ChatClosed)]);
    }

    [Fact]
    public void Closed_comes_from_whoever_is_responsible_and_else_from_the_system()
    {
        InProgress().Apply(TicketRead(TicketStatus.Solved, Ann)).Sent.Single().Body.ShouldBe(new ChatClosed(Ann));
        InProgress().Apply(TicketRead(TicketStatus.Solved)).Sent.Single().Body.ShouldBe(new ChatClosed(Bot));
    }

    [Fact]
    public void The_agents_text_comes_before_Closed()
    {
        var conversation = InProgress().Apply(AgentWrites("c1", "Done."), TicketRead(TicketStatus.Solved, Ann));

        conversation.SentTypes.ShouldBe([typeof(AgentText), typeof(ChatClosed)]);
    }

    [Fact]
    public void After_the_client_left_a_ticket_that_we_solved_sends_no_Closed()
    {
        var conversation = InProgress().Apply(ClientLeaves, TicketWritten(TicketStatus.Solved, byUs: true), TicketRead(TicketStatus.Solved));

        conversation.SentTypes.ShouldBe([typeof(ClientLeftNote)]);
    }

    [Fact]
    public void After_the_client_left_a_ticket_read_as_solved_before_our_write_is_recorded_sends_no_Closed()
    {
        var conversation = InProgress().Apply(ClientLeaves, TicketRead(TicketStatus.Solved), TicketWritten(TicketStatus.Solved, byUs: true));

        conversation.SentTypes.ShouldBe([typeof(ClientLeftNote)]);
    }

    [Fact]
    public void Leaving_twice_writes_one_note()
    {
        var conversation = InProgress().Apply(ClientLeaves, ClientLeaves);

        conversation.Sent.Single().Body.ShouldBe(new ClientLeftNote("Bye"));
    }

    [Fact]
    public void A_reopened_conversation_is_not_ended_by_the_old_solved_status()
    {
        var conversation = InProgress().Apply(TicketRead(TicketStatus.Solved), ClientWrites("One more thing"), TicketRead(TicketStatus.Solved));

        conversation.Current!.IsOpen.ShouldBeTrue();
        conversation.SentTypes.ShouldBe([typeof(ChatClosed), typeof(ClientText)]);
    }

    [Fact]
    public void A_reopened_conversation_ends_again_when_it_is_solved_again()
    {
        var conversation = InProgress().Apply(
            TicketRead(TicketStatus.Solved), ClientWrites("One more thing"), TicketWritten(TicketStatus.Open, byUs: true),
            TicketRead(TicketStatus.Solved));

        conversation.SentTypes.ShouldBe([typeof(ChatClosed), typeof(ClientText), typeof(ChatClosed)]);
        conversation.Current!.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void A_text_that_crosses_a_solve_reopens_the_ticket_and_the_conversation_goes_on()
    {
        var conversation = InProgress().Apply(ClientWrites(), TicketWritten(TicketStatus.Solved, byUs: false), TicketRead(TicketStatus.Solved),
            TicketWritten(TicketStatus.Open, byUs: true));

        conversation.SentTypes.ShouldBe([typeof(ClientText), typeof(ReopenTicket)]);
        conversation.Current!.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_ticket_that_can_not_be_reopened_ends_the_conversation_after_all()
    {
        var conversation = InProgress().Apply(
            ClientWrites(), TicketWritten(TicketStatus.Solved, byUs: false),
            TicketWritten(TicketStatus.Solved, byUs: false, kept: true), TicketRead(TicketStatus.Solved));

        conversation.SentTypes.ShouldBe([typeof(ClientText), typeof(ReopenTicket), typeof(ChatClosed)]);
    }

    [Fact]
    public void Words_that_are_taken_only_without_the_status_are_followed_by_an_attempt_to_reopen_the_ticket()
    {
        var conversation = InProgress().Apply(TicketRead(TicketStatus.Solved), ClientWrites());
        conversation.Sent.Clear();
        conversation.Apply(new ConversationInput.TicketWritten(TicketStatus.Solved, SetByUs: false, CarriesChatOn: true) { LeavesStatusOut = true });
        conversation.SentTypes.ShouldBe([typeof(ReopenTicket)]);
        conversation.Current!.TicketStatus.ShouldBe(TicketStatus.Solved, "else nothing would be reopened");

        conversation.Apply(new ConversationInput.DeliveryFailed("m1", 1, new ReopenTicket(), "422"), TicketRead(TicketStatus.Solved));
        conversation.SentTypes.ShouldBe([typeof(ReopenTicket), typeof(ChatClosed)]);
    }

    [Theory]
    [InlineData(-1, false, "7")]
    [InlineData(0, false, "7")]
    [InlineData(1, true, null)]
    public void A_text_goes_on_in_the_ticket_until_ReopenWithin_is_over(int millisecondsAfterTheLimit, bool isNewConversation, string? ticket)
    {
        var conversation = InProgress().Apply(TicketRead(TicketStatus.Solved));
        var ended = conversation.Current!.Id;
        conversation.Advance(DefaultPolicy.ReopenWithin + (millisecondsAfterTheLimit * Millisecond)).Apply(ClientWrites());

        conversation.Current.Phase.ShouldBe(Phase.Open);
        (conversation.Current.Id != ended).ShouldBe(isNewConversation);
        conversation.Current.TicketId.ShouldBe(ticket);
    }

    [Fact]
    public void With_ReopenWithin_zero_the_next_text_opens_a_new_ticket()
    {
        var conversation = InProgress(DefaultPolicy with { ReopenWithin = TimeSpan.Zero }).Apply(TicketRead(TicketStatus.Solved)).Advance(Millisecond)
            .Apply(ClientWrites());

        conversation.SentTypes.ShouldBe([typeof(ChatClosed), typeof(OpenTicket), typeof(ClientText)]);
    }

    [Fact]
    public void A_new_conversation_after_a_text_begins_at_the_default_destination_without_the_old_context()
    {
        var conversation = new ConversationFixture().Apply(
            new ConversationInput.HandedOver("2", "Ivan", new HandOverContext("{}", "{}", "{}")), TicketOpened(), TicketRead(TicketStatus.Gone),
            ClientWrites());

        conversation.Current.ShouldSatisfyAllConditions(
            c => c!.DestinationId.ShouldBe("1"),
            c => c!.UserName.ShouldBe("Ivan"),
            c => c!.Context.ShouldBe(HandOverContext.Empty),
            c => c!.TicketsOpened.ShouldBe(0));
    }

    [Fact]
    public void A_hand_over_waits_for_the_first_message_but_a_text_without_one_does_not()
    {
        new ConversationFixture().Apply(HandOver).Sent.Single().DueAt.ShouldBe(Start + TimeSpan.FromSeconds(3));
        new ConversationFixture().Apply(ClientWrites()).Sent.ShouldAllBe(message => message.DueAt == Start);
    }

    [Fact]
    public void A_second_hand_over_moves_the_ticket_and_keeps_a_name_it_does_not_repeat()
    {
        var conversation = InProgress().Apply(new ConversationInput.HandedOver("9", null, new HandOverContext("{\"a\":1}", null, null)));

        conversation.SentTypes.ShouldBe([typeof(MoveTicket)]);
        conversation.Current.ShouldSatisfyAllConditions(
            c => c!.DestinationId.ShouldBe("9"), c => c!.UserName.ShouldBe("Ivan"), c => c!.Context.Attributes.ShouldBe("{\"a\":1}"), c =>
                c!.TicketId.ShouldBe("7"));
    }

    [Theory]
    [InlineData(false, typeof(LateReplyNote))]
    [InlineData(true, typeof(AgentText))]
    public void An_agents_text_after_the_end_is_a_note_or_delivered_as_configured(bool deliver, Type sent)
    {
        var policy = DefaultPolicy with { DeliverLateAgentMessages = deliver };

        InProgress(policy).Apply(TicketRead(TicketStatus.Solved), AgentWrites()).SentTypes.ShouldBe([typeof(ChatClosed), sent]);
        InProgress(policy).Apply(ClientLeaves, AgentWrites()).SentTypes.ShouldBe([typeof(ClientLeftNote), sent]);
    }

    [Fact]
    public void An_agents_text_has_its_comments_id_as_key_so_that_read_twice_it_is_stored_once() =>
        InProgress().Apply(AgentWrites("42")).Sent.Single().SourceKey.ShouldBe("comment:main:42");

    [Fact]
    public void Another_agent_may_answer_without_taking_the_ticket_over()
    {
        var eve = Ann with { Id = "12", FirstName = "Eve" };
        var conversation = InProgress(DefaultPolicy with { SilentNotices = new HashSet<Notice>() }).Apply(
            TicketAssigned(Ann), AgentWrites("c1"), new ConversationInput.AgentWrote("c2", "Hi", eve), TicketAssigned(Ann), TicketAssigned(null),
            TicketAssigned(eve), AgentWrites("c3"));

        conversation.Sent.Select(message => message.Body)
            .Select(body => body is ClientNotice notice ? $"{notice.Notice} {notice.About}" : ((AgentText)body).Agent.FirstName)
            .ShouldBe(["AgentJoined Ann Lee", "Ann", "AgentChanged Eve Lee", "Eve", "AgentChanged Ann Lee", "Ann"]);
        conversation.Sent.Select(message => message.Body).OfType<ClientNotice>().ShouldAllBe(notice => notice.Speaker == Bot);
    }

    [Fact]
    public void The_first_reply_stays_the_first_and_only_an_open_chat_waits_for_one()
    {
        var conversation = InProgress();
        conversation.Current!.UnansweredSince.ShouldBe(Start);
        conversation.Advance(Millisecond).Apply(AgentWrites("c1")).Advance(Millisecond).Apply(AgentWrites("c2"));

        conversation.Current.FirstReplyAt.ShouldBe(Start + Millisecond);
        conversation.Current.UnansweredSince.ShouldBeNull();
        InProgress().Apply(ClientLeaves).Current!.UnansweredSince.ShouldBeNull();
    }

    [Fact]
    public void A_text_that_crosses_the_check_for_idle_conversations_keeps_the_conversation_open()
    {
        var policy = DefaultPolicy with { IdleAfter = TimeSpan.FromMinutes(30) };

        InProgress(policy).Advance(TimeSpan.FromMinutes(30)).Apply(Idle, Idle).SentTypes
            .ShouldBe([typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote)]);
        InProgress(policy).Advance(TimeSpan.FromMinutes(30)).Apply(ClientWrites(), Idle).SentTypes.ShouldBe([typeof(ClientText)]);
        InProgress(policy).Advance(TimeSpan.FromMinutes(30)).Apply(AgentWrites(), Idle).SentTypes.ShouldBe([typeof(AgentText)]);
        InProgress().Advance(TimeSpan.FromDays(30)).Apply(Idle).SentTypes.ShouldBeEmpty();
    }

    [Fact]
    public void A_ticket_solved_because_the_conversation_was_idle_does_not_end_it_once_more()
    {
        var conversation = InProgress(DefaultPolicy with { IdleAfter = TimeSpan.FromMinutes(30) }).Advance(TimeSpan.FromMinutes(30)).Apply(
            Idle, ClientWrites("Wait"), TicketRead(TicketStatus.Solved), TicketWritten(TicketStatus.Solved, byUs: true),
            TicketWritten(TicketStatus.Open, byUs: true));

        conversation.SentTypes.ShouldBe([typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote), typeof(ClientText)]);
        conversation.Current!.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_comment_in_a_shared_ticket_is_no_late_reply_to_the_client_who_left() =>
        InProgress().Apply(ClientLeaves, new ConversationInput.AgentWrote("c1", "Hi", Ann) { IsForAnotherConversation = true }).SentTypes
            .ShouldBe([typeof(ClientLeftNote)]);

    [Fact]
    public void A_follow_up_ticket_continues_an_open_conversation()
    {
        var conversation = InProgress().Apply(ClientWrites(), TicketRefused(TicketStatus.Closed), TicketOpened("8"), TicketRead(TicketStatus.Solved));

        conversation.SentTypes.ShouldBe([typeof(ClientText), typeof(ChatClosed)]);
        conversation.Current.ShouldSatisfyAllConditions(c => c!.TicketId.ShouldBe("8"), c => c!.TicketsOpened.ShouldBe(2));
    }

    [Fact]
    public void A_long_text_becomes_several_comments_that_joined_are_the_text()
    {
        var text = string.Join(' ', Enumerable.Repeat("слово", 20_000));
        var conversation = InProgress().Apply(ClientWrites(text));

        conversation.Sent.Count.ShouldBeGreaterThan(1);
        string.Concat(conversation.Sent.Select(message => ((ClientText)message.Body).Text)).ShouldBe(text);
    }
}
