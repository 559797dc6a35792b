using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>How a chat ends, beside the tables of states: by whom, back to the bot, and when nobody writes any more.</summary>
public sealed class EndRulesTests
{
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset IdleAt = Start + Half;
    private static readonly ChannelPolicy WithIdleTime = DefaultPolicy with { IdleAfter = Half };
    private static readonly ConversationInput ReturnTagRead = new ConversationInput.TicketRead(TicketStatus.Open, Ann) { ReturnTag = "to-bot" };

    public static TheoryData<string, string> Ends { get; } = new()
    {
        { "the client leaves", nameof(EndedBy.Client) },
        { "the ticket is solved", nameof(EndedBy.Agent) },
        { "the ticket is closed", nameof(EndedBy.Agent) },
        { "the ticket is deleted", nameof(EndedBy.Deleted) },
        { "the ticket has the tag", nameof(EndedBy.Returned) },
        { "nobody writes", nameof(EndedBy.Idle) },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_chat_knows_when_and_by_whom_it_was_ended(string what, string by)
    {
        var chat = InProgress(WithIdleTime).Advance(Half).Apply(what switch
        {
            "the client leaves" => ClientLeaves,
            "the ticket is solved" => TicketRead(TicketStatus.Solved),
            "the ticket is closed" => TicketRead(TicketStatus.Closed),
            "the ticket is deleted" => TicketRead(TicketStatus.Gone),
            "the ticket has the tag" => ReturnTagRead,
            _ => Idle,
        });

        chat.Current.ShouldSatisfyAllConditions(
            c => c!.Phase.ShouldBe(Phase.Ended), c => c!.EndedAt.ShouldBe(chat.Now), c => c!.EndedBy.ShouldBe(Enum.Parse<EndedBy>(by)));
    }

    [Fact]
    public void A_chat_that_is_given_back_to_the_bot_is_closed_for_the_client_and_noted_for_the_agents()
    {
        var chat = InProgress(DefaultPolicy with { SilentNotices = new HashSet<Notice>() }).Apply(ReturnTagRead);

        chat.Sent.Select(message => message.Body)
            .ShouldBe([new ClientNotice(Notice.ChatClosed, Bot), new ChatClosed(Ann), new ReturnedNote("to-bot")]);
        chat.Sent.ShouldAllBe(message => message.DueAt == chat.Now);
        chat.Current!.TicketStatus.ShouldBe(TicketStatus.Open);
    }

    [Fact]
    public void A_chat_that_nobody_is_responsible_for_is_given_back_by_the_system() =>
        InProgress().Apply(new ConversationInput.TicketRead(TicketStatus.Open, null) { ReturnTag = "to-bot" }).Sent[0].Body
            .ShouldBe(new ChatClosed(Bot));

    [Fact]
    public void A_ticket_that_keeps_the_tag_gives_the_chat_back_once()
    {
        var chat = InProgress().Apply(ReturnTagRead, ReturnTagRead, TicketRead(TicketStatus.Solved));

        chat.SentTypes.ShouldBe([typeof(ChatClosed), typeof(ReturnedNote)]);
        chat.Current!.TicketStatus.ShouldBe(TicketStatus.Solved);
    }

    [Fact]
    public void What_the_client_writes_after_the_return_is_for_the_agents_and_the_bot_keeps_the_chat()
    {
        var chat = InProgress().Apply(ReturnTagRead).Advance(TimeSpan.FromMinutes(1)).Apply(ClientWrites());

        chat.SentTypes.ShouldBe([typeof(ChatClosed), typeof(ReturnedNote), typeof(ClientText)]);
        chat.Current.ShouldSatisfyAllConditions(
            c => c!.IsOpen.ShouldBeFalse(), c => c!.EndedBy.ShouldBe(EndedBy.Returned), c => c!.LastMessageAt.ShouldBe(chat.Now));
    }

    [Fact]
    public void A_chat_that_goes_on_after_its_end_has_no_end_any_more()
    {
        var chat = InProgress().Apply(TicketRead(TicketStatus.Solved)).Advance(TimeSpan.FromMinutes(1)).Apply(ClientWrites());

        chat.Current.ShouldSatisfyAllConditions(
            c => c!.EndedAt.ShouldBeNull(), c => c!.EndedBy.ShouldBeNull(), c => c!.ReopenedAt.ShouldBe(chat.Now),
            c => c!.LastMessageAt.ShouldBe(chat.Now));
    }

    /// <summary>Minutes after the beginning; a chat is idle after 30.</summary>
    public static TheoryData<string, double, bool, double?, bool, bool> IdleLooks { get; } = new()
    {
        { "the ticket was read since", 30, false, 30, false, true },
        { "it is not idle yet", 29.9, false, 30, false, false },
        { "a message is not delivered yet", 30, true, 30, false, false },
        { "the ticket was not read since", 30, false, 29.9, false, false },
        { "the ticket was never read", 30, false, null, false, false },
        { "the ticket is to be read again", 30, false, 30, true, false },
    };

    [Theory]
    [MemberData(nameof(IdleLooks))]
    public void An_idle_chat_is_closed_when(string what, double now, bool hasWaiting, double? readAt, bool isReadPending, bool isClosed)
    {
        var chat = InProgress(WithIdleTime);
        chat.Current = chat.Current! with { LastMessageAt = Start };
        chat.Now = Start.AddMinutes(now);
        chat.Apply(new ConversationInput.BecameIdle(hasWaiting, readAt is { } minutes ? Start.AddMinutes(minutes) : null, isReadPending));

        chat.Current!.IsOpen.ShouldBe(!isClosed, what);
        chat.SentTypes.ShouldBe(isClosed ? [typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote)] : [], what);
        chat.Sent.ShouldAllBe(message => message.DueAt == chat.Now);
    }

    [Fact]
    public void An_idle_chat_without_a_ticket_has_nothing_to_read_first() =>
        new ConversationFixture { Policy = WithIdleTime }.Apply(HandOver).Advance(Half).Apply(new ConversationInput.BecameIdle(false))
            .Current!.EndedBy.ShouldBe(EndedBy.Idle);

    public static TheoryData<string, bool, bool, bool, bool, double?, bool> Reads { get; } = new()
    {
        { "it was never read", true, true, false, false, null, true },
        { "it was not read since the chat was idle", true, true, false, false, 29.9, true },
        { "it was read since", true, true, false, false, 30, false },
        { "a message is not delivered yet", true, true, true, false, null, false },
        { "it is to be read already", true, true, false, true, null, false },
        { "there is none", true, false, false, false, null, false },
        { "the chat is over", false, true, false, false, null, false },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public void The_ticket_is_read_before_an_idle_chat_is_closed_unless(
        string what, bool isOpen, bool hasTicket, bool hasWaiting, bool isReadPending, double? readAt, bool isRead)
    {
        var current = (isOpen ? ConversationStates.TicketOpen : ConversationStates.ClientLeft).Conversation! with
        {
            LastMessageAt = Start,
            TicketId = hasTicket ? "7" : null,
        };
        var idle = new ConversationInput.BecameIdle(hasWaiting, readAt is { } minutes ? Start.AddMinutes(minutes) : null, isReadPending);

        AgentRules.NeedsReadBeforeClosing(current, idle, WithIdleTime).ShouldBe(isRead, what);
        if (isOpen && hasTicket)
            AgentRules.CloseIdle(current, idle, WithIdleTime, new Moment(IdleAt, "")).After!.IsOpen.ShouldBe(readAt != 30, what);
    }
}
