using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;
using static HelpdeskBridge.Tests.Conversations.ConversationStates;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What is sent outside the business hours.</summary>
public sealed class OutsideHoursTests
{
    public static TheoryData<OutsideHoursCase> Cases { get; } =
    [
        new OutsideHoursCase(NoConversation, ConversationEvents.HandOver, sends: [typeof(OpenTicket), typeof(ClientNotice)]),
        new OutsideHoursCase(NoConversation, ConversationEvents.ClientWrites, sends: [typeof(OpenTicket), typeof(ClientNotice), typeof(ClientText)]),
        new OutsideHoursCase(
            NoConversation, ConversationEvents.ClientSendsFile,
            sends: [typeof(OpenTicket), typeof(ClientNotice), typeof(ClientFile)]),
        new OutsideHoursCase(EndedAsDeleted, ConversationEvents.ClientWrites, sends: [typeof(OpenTicket), typeof(ClientNotice), typeof(ClientText)]),
        new OutsideHoursCase(EndedAsSolved, ConversationEvents.HandOver, sends: [typeof(OpenTicket), typeof(ClientNotice)]),
        new OutsideHoursCase(TicketOpen, ConversationEvents.HandOver, sends: [typeof(MoveTicket), typeof(ClientNotice)]),
        new OutsideHoursCase(TicketOpen, ConversationEvents.ClientWrites, sends: [typeof(ClientText)]),
        new OutsideHoursCase(EndedAsSolved, ConversationEvents.ClientWrites, sends: [typeof(ClientText)]),
        new OutsideHoursCase(TicketOpen, ConversationEvents.ClientLeaves, sends: [typeof(ClientLeftNote)]),
        new OutsideHoursCase(TicketOpen, ConversationEvents.AgentWrites, sends: [typeof(AgentText)]),
        new OutsideHoursCase(TicketOpen, ConversationEvents.TicketReadSolved, sends: [typeof(ChatClosed)]),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_client_who_is_handed_over_or_begins_by_writing_gets_a_notice_and_nothing_else_changes(OutsideHoursCase row) => row.Verify();

    [Fact]
    public void The_notice_is_sent_once_in_a_conversation_and_again_in_the_next()
    {
        var conversation = new ConversationFixture { IsOpen = false };
        conversation.Apply(HandOver, HandOver, ClientLeaves, HandOver);

        conversation.SentTypes.ShouldBe(
        [
            typeof(OpenTicket), typeof(ClientNotice), typeof(MoveTicket), typeof(ClientLeftNote), typeof(OpenTicket), typeof(ClientNotice),
        ]);
        conversation.Sent.Select(message => message.Body).OfType<ClientNotice>().ShouldAllBe(notice => notice.Notice == Notice.Offline);
    }

    [Fact]
    public void A_channel_whose_text_is_empty_sends_no_notice()
    {
        var policy = ConversationFixture.DefaultPolicy with { SilentNotices = new HashSet<Notice> { Notice.Offline } };

        new ConversationFixture { IsOpen = false, Policy = policy }.Apply(HandOver).SentTypes.ShouldBe([typeof(OpenTicket)]);
    }

    /// <summary>A state of the conversation, an event outside the business hours, and the messages that are sent.</summary>
    public sealed class OutsideHoursCase
    {
        private readonly ConversationState _given;
        private readonly ConversationEvent _when;
        private readonly Type[] _sends;

        internal OutsideHoursCase(ConversationState given, ConversationEvent when, Type[] sends) => (_given, _when, _sends) = (given, when, sends);

        public void Verify() =>
            new ConversationFixture { IsOpen = false, Current = _given.Conversation }.Apply(_when.Input).SentTypes
                .ShouldBe(_sends, ignoreOrder: false, ToString());

        public override string ToString() => $"given {_given}, when {_when}, then sends {string.Join(", ", _sends.Select(type => type.Name))}";
    }
}
