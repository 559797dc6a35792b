using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>Turns of a conversation that take more than one step.</summary>
public sealed class ConversationTurnsTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("Solved")]
    [InlineData("Closed")]
    [InlineData("Gone")]
    public void Closed_is_said_exactly_once_however_often_the_ticket_is_seen(string status)
    {
        var seen = ConversationFixture.See(Enum.Parse<TicketStatus>(status));
        var chat = ConversationFixture.InProgress().Take(seen, seen, seen, seen);

        chat.SentKinds.ShouldBe(["ChatClosed"]);
        chat.Current!.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Solved_then_closed_then_deleted_is_one_end()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.See(TicketStatus.Solved), ConversationFixture.See(TicketStatus.Closed), ConversationFixture.See(TicketStatus.Gone));

        chat.SentKinds.ShouldBe(["ChatClosed"]);
    }

    [Fact]
    public void Closed_comes_from_whoever_is_responsible_and_else_from_the_system()
    {
        ConversationFixture.InProgress().Take(ConversationFixture.See(TicketStatus.Solved, ConversationFixture.Ann)).Sent.Single().Body.ShouldBe(new ChatClosed(ConversationFixture.Ann));
        ConversationFixture.InProgress().Take(ConversationFixture.See(TicketStatus.Solved)).Sent.Single().Body.ShouldBe(new ChatClosed(ConversationFixture.Bot));
    }

    [Fact]
    public void The_agents_words_come_before_Closed()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Answer("c1", "Done."), ConversationFixture.See(TicketStatus.Solved, ConversationFixture.Ann));

        chat.SentKinds.ShouldBe(["AgentText", "ChatClosed"]);
    }

    [Fact]
    public void After_the_client_left_the_solved_of_our_own_writing_is_no_Closed()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Leave, ConversationFixture.Written(TicketStatus.Solved, byUs: true), ConversationFixture.See(TicketStatus.Solved));

        chat.SentKinds.ShouldBe(["ClientLeft"]);
    }

    [Fact]
    public void After_the_client_left_a_ticket_seen_solved_before_our_writing_is_recorded_is_no_Closed()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Leave, ConversationFixture.See(TicketStatus.Solved), ConversationFixture.Written(TicketStatus.Solved, byUs: true));

        chat.SentKinds.ShouldBe(["ClientLeft"]);
    }

    [Fact]
    public void Leaving_twice_tells_the_agent_once()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Leave, ConversationFixture.Leave);

        chat.Sent.Single().Body.ShouldBe(new ClientLeftNote("Bye"));
    }

    [Fact]
    public void A_reopened_conversation_is_not_ended_by_the_old_solved_status()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.See(TicketStatus.Solved), ConversationFixture.Write("One more thing"), ConversationFixture.See(TicketStatus.Solved));

        chat.Current!.IsOpen.ShouldBeTrue();
        chat.SentKinds.ShouldBe(["ChatClosed", "ClientText"]);
    }

    [Fact]
    public void A_reopened_conversation_ends_again_when_it_is_solved_again()
    {
        var chat = ConversationFixture.InProgress().Take(
            ConversationFixture.See(TicketStatus.Solved), ConversationFixture.Write("One more thing"), ConversationFixture.Written(TicketStatus.Open, byUs: true), ConversationFixture.See(TicketStatus.Solved));

        chat.SentKinds.ShouldBe(["ChatClosed", "ClientText", "ChatClosed"]);
        chat.Current!.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void A_text_that_crosses_a_solve_reopens_the_ticket_and_the_chat_goes_on()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Write(), ConversationFixture.Written(TicketStatus.Solved, byUs: false), ConversationFixture.See(TicketStatus.Solved), ConversationFixture.Written(TicketStatus.Open, byUs: true));

        chat.SentKinds.ShouldBe(["ClientText", "ReopenTicket"]);
        chat.Current!.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_ticket_that_will_not_be_reopened_ends_the_chat_after_all()
    {
        var chat = ConversationFixture.InProgress().Take(
            ConversationFixture.Write(), ConversationFixture.Written(TicketStatus.Solved, byUs: false), ConversationFixture.Written(TicketStatus.Solved, byUs: false), ConversationFixture.See(TicketStatus.Solved));

        chat.SentKinds.ShouldBe(["ClientText", "ReopenTicket", "ChatClosed"]);
    }

    [Theory]
    [InlineData(-1, "Open 7")]
    [InlineData(0, "Open 7")]
    [InlineData(1, "new Open -")]
    public void A_text_goes_on_in_the_ticket_until_ReopenWithin_is_over(int millisecondsAfterTheLimit, string outcome)
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.See(TicketStatus.Solved));
        var ended = chat.Current!.Id;
        chat.Wait(ConversationFixture.Policy.ReopenWithin + (millisecondsAfterTheLimit * Millisecond)).Take(ConversationFixture.Write());

        $"{(chat.Current!.Id == ended ? "" : "new ")}{chat.Current.Phase} {chat.Current.TicketId ?? "-"}".ShouldBe(outcome);
    }

    [Fact]
    public void With_ReopenWithin_zero_the_next_text_opens_a_new_ticket()
    {
        var chat = ConversationFixture.InProgress(ConversationFixture.Policy with { ReopenWithin = TimeSpan.Zero }).Take(ConversationFixture.See(TicketStatus.Solved)).Wait(Millisecond).Take(ConversationFixture.Write());

        chat.SentKinds.ShouldBe(["ChatClosed", "OpenTicket", "ClientText"]);
    }

    [Fact]
    public void A_new_conversation_after_a_text_begins_at_the_default_destination_without_the_old_context()
    {
        var chat = new ConversationFixture().Take(
            new ConversationInput.HandedOver("2", "Ivan", new HandOverContext("{}", "{}", "{}")), ConversationFixture.Opened(), ConversationFixture.See(TicketStatus.Gone), ConversationFixture.Write());

        chat.Current.ShouldSatisfyAllConditions(
            c => c!.DestinationId.ShouldBe("1"),
            c => c!.UserName.ShouldBe("Ivan"),
            c => c!.Context.ShouldBe(HandOverContext.Empty),
            c => c!.TicketsOpened.ShouldBe(0));
    }

    [Fact]
    public void A_hand_over_waits_for_the_first_message_but_a_text_without_one_does_not()
    {
        new ConversationFixture().Take(ConversationFixture.HandOver).Sent.Single().DueAt.ShouldBe(ConversationFixture.Start + TimeSpan.FromSeconds(3));
        new ConversationFixture().Take(ConversationFixture.Write()).Sent.ShouldAllBe(message => message.DueAt == ConversationFixture.Start);
    }

    [Fact]
    public void A_second_hand_over_moves_the_ticket_and_keeps_a_name_it_does_not_repeat()
    {
        var chat = ConversationFixture.InProgress().Take(new ConversationInput.HandedOver("9", null, new HandOverContext("{\"a\":1}", null, null)));

        chat.SentKinds.ShouldBe(["MoveTicket"]);
        chat.Current.ShouldSatisfyAllConditions(
            c => c!.DestinationId.ShouldBe("9"), c => c!.UserName.ShouldBe("Ivan"), c => c!.Context.Attributes.ShouldBe("{\"a\":1}"), c => c!.TicketId.ShouldBe("7"));
    }

    [Theory]
    [InlineData(false, "ClientGone")]
    [InlineData(true, "AgentText")]
    public void An_agents_text_after_the_end_is_a_note_or_delivered_as_set(bool deliver, string sent)
    {
        var rules = ConversationFixture.Policy with { DeliverLateAgentMessages = deliver };

        ConversationFixture.InProgress(rules).Take(ConversationFixture.See(TicketStatus.Solved), ConversationFixture.Answer()).SentKinds.ShouldBe(["ChatClosed", sent]);
        ConversationFixture.InProgress(rules).Take(ConversationFixture.Leave, ConversationFixture.Answer()).SentKinds.ShouldBe(["ClientLeft", sent]);
    }

    [Fact]
    public void An_agents_text_carries_the_name_of_its_comment_so_that_seen_twice_it_is_stored_once() =>
        ConversationFixture.InProgress().Take(ConversationFixture.Answer("42")).Sent.Single().SourceKey.ShouldBe("comment:main:42");

    [Fact]
    public void Another_agent_may_answer_without_taking_the_ticket_over()
    {
        var eve = ConversationFixture.Ann with { Id = "12", FirstName = "Eve" };
        var chat = ConversationFixture.InProgress(ConversationFixture.Policy with { SilentNotices = new HashSet<Notice>() }).Take(
            ConversationFixture.TakenBy(ConversationFixture.Ann), ConversationFixture.Answer("c1"), new ConversationInput.AgentWrote("c2", "Hi", eve), ConversationFixture.TakenBy(ConversationFixture.Ann), ConversationFixture.TakenBy(null), ConversationFixture.TakenBy(eve), ConversationFixture.Answer("c3"));

        chat.Sent.Select(message => message.Body).Select(body => body is ClientNotice notice ? $"{notice.Notice} {notice.About}" : ((AgentText)body).Agent.FirstName)
            .ShouldBe(["AgentJoined Ann Lee", "Ann", "AgentChanged Eve Lee", "Eve", "AgentChanged Ann Lee", "Ann"]);
        chat.Sent.Select(message => message.Body).OfType<ClientNotice>().ShouldAllBe(notice => notice.Speaker == ConversationFixture.Bot);
    }

    [Fact]
    public void A_word_that_crosses_the_look_for_silence_keeps_the_chat_open()
    {
        var rules = ConversationFixture.Policy with { IdleAfter = TimeSpan.FromMinutes(30) };

        ConversationFixture.InProgress(rules).Wait(TimeSpan.FromMinutes(30)).Take(ConversationFixture.Silence, ConversationFixture.Silence).SentKinds.ShouldBe(["ClientNotice", "ChatClosed", "IdleEnd"]);
        ConversationFixture.InProgress(rules).Wait(TimeSpan.FromMinutes(30)).Take(ConversationFixture.Write(), ConversationFixture.Silence).SentKinds.ShouldBe(["ClientText"]);
        ConversationFixture.InProgress(rules).Wait(TimeSpan.FromMinutes(30)).Take(ConversationFixture.Answer(), ConversationFixture.Silence).SentKinds.ShouldBe(["AgentText"]);
        ConversationFixture.InProgress().Wait(TimeSpan.FromDays(30)).Take(ConversationFixture.Silence).SentKinds.ShouldBeEmpty();
    }

    [Fact]
    public void A_ticket_we_solved_for_silence_is_not_ended_once_more()
    {
        var chat = ConversationFixture.InProgress(ConversationFixture.Policy with { IdleAfter = TimeSpan.FromMinutes(30) }).Wait(TimeSpan.FromMinutes(30)).Take(
            ConversationFixture.Silence, ConversationFixture.Write("Wait"), ConversationFixture.See(TicketStatus.Solved), ConversationFixture.Written(TicketStatus.Solved, byUs: true), ConversationFixture.Written(TicketStatus.Open, byUs: true));

        chat.SentKinds.ShouldBe(["ClientNotice", "ChatClosed", "IdleEnd", "ClientText"]);
        chat.Current!.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_comment_in_a_shared_ticket_is_no_late_word_for_the_client_who_left() =>
        ConversationFixture.InProgress().Take(ConversationFixture.Leave, new ConversationInput.AgentWrote("c1", "Hi", ConversationFixture.Ann) { IsForAnotherConversation = true }).SentKinds.ShouldBe(["ClientLeft"]);

    [Fact]
    public void A_follow_up_ticket_carries_an_open_conversation_on()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Write(), ConversationFixture.Refused(TicketStatus.Closed), ConversationFixture.Opened("8"), ConversationFixture.See(TicketStatus.Solved));

        chat.SentKinds.ShouldBe(["ClientText", "ChatClosed"]);
        chat.Current.ShouldSatisfyAllConditions(c => c!.TicketId.ShouldBe("8"), c => c!.TicketsOpened.ShouldBe(2));
    }

    [Fact]
    public void A_long_text_becomes_several_comments_that_joined_are_the_text()
    {
        var text = string.Join(' ', Enumerable.Repeat("слово", 20_000));
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Write(text));

        chat.Sent.Count.ShouldBeGreaterThan(1);
        string.Concat(chat.Sent.Select(message => ((ClientText)message.Body).Text)).ShouldBe(text);
    }
}
