using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationEvents;
using static HelpdeskBridge.Tests.Conversations.ConversationOutcome;
using static HelpdeskBridge.Tests.Conversations.ConversationStates;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What comes of everything the client does, in every state of the conversation.</summary>
public sealed class ClientSideRulesTests
{
    public static TheoryData<ConversationCase> HandOverCases { get; } =
    [
        new ConversationCase(given: NoConversation, when: HandOver, then: NewConversation(typeof(OpenTicket))),
        new ConversationCase(given: TicketNotOpenedYet, when: HandOver, then: Open(null, TicketStatus.None, typeof(MoveTicket))),
        new ConversationCase(given: TicketOpen, when: HandOver, then: Open("7", TicketStatus.Open, typeof(MoveTicket))),
        new ConversationCase(given: TicketStillSolved, when: HandOver, then: Open("7", TicketStatus.Solved, typeof(MoveTicket))),
        new ConversationCase(given: TicketFoundClosed, when: HandOver, then: Open("7", TicketStatus.Closed, typeof(MoveTicket))),
        new ConversationCase(given: ClientLeft, when: HandOver, then: NewConversation(typeof(OpenTicket))),
        new ConversationCase(given: EndedAsSolved, when: HandOver, then: NewConversation(typeof(OpenTicket))),
        new ConversationCase(given: EndedAsClosed, when: HandOver, then: NewConversation(typeof(OpenTicket))),
        new ConversationCase(given: EndedAsDeleted, when: HandOver, then: NewConversation(typeof(OpenTicket))),
    ];

    [Theory]
    [MemberData(nameof(HandOverCases))]
    public void A_hand_over(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TextOfTheClientCases { get; } =
    [
        new ConversationCase(given: NoConversation, when: ClientWrites, then: NewConversation(typeof(OpenTicket), typeof(ClientText))),
        new ConversationCase(given: TicketNotOpenedYet, when: ClientWrites, then: Open(null, TicketStatus.None, typeof(ClientText))),
        new ConversationCase(given: TicketOpen, when: ClientWrites, then: Open("7", TicketStatus.Open, typeof(ClientText))),
        new ConversationCase(given: TicketStillSolved, when: ClientWrites, then: Open("7", TicketStatus.Solved, typeof(ClientText))),
        new ConversationCase(given: TicketFoundClosed, when: ClientWrites, then: Open("7", TicketStatus.Closed, typeof(ClientText))),
        new ConversationCase(given: ClientLeft, when: ClientWrites, then: Open("7", TicketStatus.Solved, typeof(ClientText))),
        new ConversationCase(given: EndedAsSolved, when: ClientWrites, then: Open("7", TicketStatus.Solved, typeof(ClientText))),
        new ConversationCase(given: EndedAsClosed, when: ClientWrites, then: Open("7", TicketStatus.Closed, typeof(ClientText))),
        new ConversationCase(given: EndedAsDeleted, when: ClientWrites, then: NewConversation(typeof(OpenTicket), typeof(ClientText))),
    ];

    [Theory]
    [MemberData(nameof(TextOfTheClientCases))]
    public void A_text_of_the_client(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> FileOfTheClientCases { get; } =
    [
        new ConversationCase(given: NoConversation, when: ClientSendsFile, then: NewConversation(typeof(OpenTicket), typeof(ClientFile))),
        new ConversationCase(given: TicketNotOpenedYet, when: ClientSendsFile, then: Open(null, TicketStatus.None, typeof(ClientFile))),
        new ConversationCase(given: TicketOpen, when: ClientSendsFile, then: Open("7", TicketStatus.Open, typeof(ClientFile))),
        new ConversationCase(given: TicketStillSolved, when: ClientSendsFile, then: Open("7", TicketStatus.Solved, typeof(ClientFile))),
        new ConversationCase(given: TicketFoundClosed, when: ClientSendsFile, then: Open("7", TicketStatus.Closed, typeof(ClientFile))),
        new ConversationCase(given: ClientLeft, when: ClientSendsFile, then: Open("7", TicketStatus.Solved, typeof(ClientFile))),
        new ConversationCase(given: EndedAsSolved, when: ClientSendsFile, then: Open("7", TicketStatus.Solved, typeof(ClientFile))),
        new ConversationCase(given: EndedAsClosed, when: ClientSendsFile, then: Open("7", TicketStatus.Closed, typeof(ClientFile))),
        new ConversationCase(given: EndedAsDeleted, when: ClientSendsFile, then: NewConversation(typeof(OpenTicket), typeof(ClientFile))),
    ];

    [Theory]
    [MemberData(nameof(FileOfTheClientCases))]
    public void A_file_of_the_client(ConversationCase row) => row.Verify();

    /// <summary>The client gets a notice while the conversation is open; the agent gets a note where no comment names the file.</summary>
    public static TheoryData<ConversationCase> FileThatDidNotGetIntoTheTicketCases { get; } =
    [
        new ConversationCase(given: TicketOpen, when: FileNotUploadedButNamed, then: Open("7", TicketStatus.Open, typeof(ClientNotice))),
        new ConversationCase(
            given: TicketOpen, when: FileNotUploadedNorNamed,
            then: Open("7", TicketStatus.Open, typeof(FileLeftOut), typeof(ClientNotice))),
        new ConversationCase(given: TicketStillSolved, when: FileNotUploadedButNamed, then: Open("7", TicketStatus.Solved, typeof(ClientNotice))),
        new ConversationCase(given: ClientLeft, when: FileNotUploadedButNamed, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: FileNotUploadedNorNamed, then: Ended("7", TicketStatus.Solved, typeof(FileLeftOut))),
        new ConversationCase(given: NoConversation, when: FileNotUploadedButNamed, then: NeedsConversation),
    ];

    [Theory]
    [MemberData(nameof(FileThatDidNotGetIntoTheTicketCases))]
    public void A_file_that_did_not_get_into_the_ticket(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> ClientLeavesCases { get; } =
    [
        new ConversationCase(given: NoConversation, when: ClientLeaves, then: StillNoConversation),
        new ConversationCase(given: TicketNotOpenedYet, when: ClientLeaves, then: Ended(null, TicketStatus.None, typeof(ClientLeftNote))),
        new ConversationCase(given: TicketOpen, when: ClientLeaves, then: Ended("7", TicketStatus.Open, typeof(ClientLeftNote))),
        new ConversationCase(given: TicketStillSolved, when: ClientLeaves, then: Ended("7", TicketStatus.Solved, typeof(ClientLeftNote))),
        new ConversationCase(given: TicketFoundClosed, when: ClientLeaves, then: Ended("7", TicketStatus.Closed, typeof(ClientLeftNote))),
        new ConversationCase(given: ClientLeft, when: ClientLeaves, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: ClientLeaves, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: ClientLeaves, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsDeleted, when: ClientLeaves, then: Ended("7", TicketStatus.Gone)),
    ];

    [Theory]
    [MemberData(nameof(ClientLeavesCases))]
    public void The_client_leaves(ConversationCase row) => row.Verify();
}
