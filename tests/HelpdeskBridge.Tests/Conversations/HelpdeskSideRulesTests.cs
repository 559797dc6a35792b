using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationEvents;
using static HelpdeskBridge.Tests.Conversations.ConversationOutcome;
using static HelpdeskBridge.Tests.Conversations.ConversationStates;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What comes of everything that happens on the helpdesk's side, in every state of the conversation.</summary>
public sealed class HelpdeskSideRulesTests
{
    public static TheoryData<ConversationCase> AgentWritesCases { get; } =
    [
        new ConversationCase(
            given: TicketNotOpenedYet, when: AgentWrites,
            then: Open(null, TicketStatus.None, typeof(ClientNotice), typeof(AgentText))),
        new ConversationCase(given: TicketOpen, when: AgentWrites, then: Open("7", TicketStatus.Open, typeof(ClientNotice), typeof(AgentText))),
        new ConversationCase(
            given: TicketStillSolved, when: AgentWrites,
            then: Open("7", TicketStatus.Solved, typeof(ClientNotice), typeof(AgentText))),
        new ConversationCase(
            given: TicketFoundClosed, when: AgentWrites,
            then: Open("7", TicketStatus.Closed, typeof(ClientNotice), typeof(AgentText))),
        new ConversationCase(given: ClientLeft, when: AgentWrites, then: Ended("7", TicketStatus.Open, typeof(LateReplyNote))),
        new ConversationCase(given: EndedAsSolved, when: AgentWrites, then: Ended("7", TicketStatus.Solved, typeof(LateReplyNote))),
        new ConversationCase(given: EndedAsClosed, when: AgentWrites, then: Ended("7", TicketStatus.Closed, typeof(LateReplyNote))),
        new ConversationCase(given: EndedAsDeleted, when: AgentWrites, then: Ended("7", TicketStatus.Gone, typeof(LateReplyNote))),
    ];

    [Theory]
    [MemberData(nameof(AgentWritesCases))]
    public void An_agent_writes(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> AgentAttachesAFileCases { get; } =
    [
        new ConversationCase(
            given: TicketNotOpenedYet, when: AgentSendsFile,
            then: Open(null, TicketStatus.None, typeof(ClientNotice), typeof(AgentFile))),
        new ConversationCase(given: TicketOpen, when: AgentSendsFile, then: Open("7", TicketStatus.Open, typeof(ClientNotice), typeof(AgentFile))),
        new ConversationCase(
            given: TicketStillSolved, when: AgentSendsFile,
            then: Open("7", TicketStatus.Solved, typeof(ClientNotice), typeof(AgentFile))),
        new ConversationCase(
            given: TicketFoundClosed, when: AgentSendsFile,
            then: Open("7", TicketStatus.Closed, typeof(ClientNotice), typeof(AgentFile))),
        new ConversationCase(given: ClientLeft, when: AgentSendsFile, then: Ended("7", TicketStatus.Open, typeof(LateReplyNote))),
        new ConversationCase(given: EndedAsSolved, when: AgentSendsFile, then: Ended("7", TicketStatus.Solved, typeof(LateReplyNote))),
        new ConversationCase(given: EndedAsClosed, when: AgentSendsFile, then: Ended("7", TicketStatus.Closed, typeof(LateReplyNote))),
        new ConversationCase(given: EndedAsDeleted, when: AgentSendsFile, then: Ended("7", TicketStatus.Gone, typeof(LateReplyNote))),
    ];

    [Theory]
    [MemberData(nameof(AgentAttachesAFileCases))]
    public void An_agent_attaches_a_file(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> AgentAttachesAFileWithMalwareCases { get; } =
    [
        new ConversationCase(given: TicketOpen, when: AgentSendsInfectedFile, then: Open("7", TicketStatus.Open, typeof(FileNotForwarded))),
        new ConversationCase(given: EndedAsSolved, when: AgentSendsInfectedFile, then: Ended("7", TicketStatus.Solved, typeof(FileNotForwarded))),
    ];

    [Theory]
    [MemberData(nameof(AgentAttachesAFileWithMalwareCases))]
    public void An_agent_attaches_a_file_with_malware(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TicketIsReadAsOpenCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: TicketReadOpen, then: Open(null, TicketStatus.Open)),
        new ConversationCase(given: TicketOpen, when: TicketReadOpen, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketStillSolved, when: TicketReadOpen, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketFoundClosed, when: TicketReadOpen, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: ClientLeft, when: TicketReadOpen, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: TicketReadOpen, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsClosed, when: TicketReadOpen, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsDeleted, when: TicketReadOpen, then: Ended("7", TicketStatus.Open)),
    ];

    [Theory]
    [MemberData(nameof(TicketIsReadAsOpenCases))]
    public void The_ticket_is_read_as_open(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TicketIsReadAsSolvedCases { get; } =
    [
        new ConversationCase(
            given: TicketNotOpenedYet, when: TicketReadSolved,
            then: Ended(null, TicketStatus.Solved, typeof(ClientNotice), typeof(ChatClosed))),
        new ConversationCase(
            given: TicketOpen, when: TicketReadSolved,
            then: Ended("7", TicketStatus.Solved, typeof(ClientNotice), typeof(ChatClosed))),
        new ConversationCase(given: TicketStillSolved, when: TicketReadSolved, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: TicketFoundClosed, when: TicketReadSolved, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: ClientLeft, when: TicketReadSolved, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsSolved, when: TicketReadSolved, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: TicketReadSolved, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsDeleted, when: TicketReadSolved, then: Ended("7", TicketStatus.Solved)),
    ];

    [Theory]
    [MemberData(nameof(TicketIsReadAsSolvedCases))]
    public void The_ticket_is_read_as_solved(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TicketIsReadAsClosedCases { get; } =
    [
        new ConversationCase(
            given: TicketNotOpenedYet, when: TicketReadClosed,
            then: Ended(null, TicketStatus.Closed, typeof(ClientNotice), typeof(ChatClosed))),
        new ConversationCase(
            given: TicketOpen, when: TicketReadClosed,
            then: Ended("7", TicketStatus.Closed, typeof(ClientNotice), typeof(ChatClosed))),
        new ConversationCase(given: TicketStillSolved, when: TicketReadClosed, then: Open("7", TicketStatus.Closed)),
        new ConversationCase(given: TicketFoundClosed, when: TicketReadClosed, then: Open("7", TicketStatus.Closed)),
        new ConversationCase(given: ClientLeft, when: TicketReadClosed, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsSolved, when: TicketReadClosed, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsClosed, when: TicketReadClosed, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsDeleted, when: TicketReadClosed, then: Ended("7", TicketStatus.Closed)),
    ];

    [Theory]
    [MemberData(nameof(TicketIsReadAsClosedCases))]
    public void The_ticket_is_read_as_closed(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TicketIsReadAsDeletedCases { get; } =
    [
        new ConversationCase(
            given: TicketNotOpenedYet, when: TicketReadGone,
            then: Ended(null, TicketStatus.Gone, typeof(ClientNotice), typeof(ChatClosed))),
        new ConversationCase(given: TicketOpen, when: TicketReadGone, then: Ended("7", TicketStatus.Gone, typeof(ClientNotice), typeof(ChatClosed))),
        new ConversationCase(given: TicketStillSolved, when: TicketReadGone, then: Open("7", TicketStatus.Gone)),
        new ConversationCase(given: TicketFoundClosed, when: TicketReadGone, then: Open("7", TicketStatus.Gone)),
        new ConversationCase(given: ClientLeft, when: TicketReadGone, then: Ended("7", TicketStatus.Gone)),
        new ConversationCase(given: EndedAsSolved, when: TicketReadGone, then: Ended("7", TicketStatus.Gone)),
        new ConversationCase(given: EndedAsClosed, when: TicketReadGone, then: Ended("7", TicketStatus.Gone)),
        new ConversationCase(given: EndedAsDeleted, when: TicketReadGone, then: Ended("7", TicketStatus.Gone)),
    ];

    [Theory]
    [MemberData(nameof(TicketIsReadAsDeletedCases))]
    public void The_ticket_is_read_as_deleted(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TicketWasOpenedCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: Ticket8Opened, then: Open("8", TicketStatus.New)),
        new ConversationCase(given: TicketOpen, when: Ticket8Opened, then: Open("8", TicketStatus.New)),
        new ConversationCase(given: TicketStillSolved, when: Ticket8Opened, then: Open("8", TicketStatus.New)),
        new ConversationCase(given: TicketFoundClosed, when: Ticket8Opened, then: Open("8", TicketStatus.New)),
        new ConversationCase(given: ClientLeft, when: Ticket8Opened, then: Ended("8", TicketStatus.New)),
        new ConversationCase(given: EndedAsSolved, when: Ticket8Opened, then: Ended("8", TicketStatus.New)),
        new ConversationCase(given: EndedAsClosed, when: Ticket8Opened, then: Ended("8", TicketStatus.New)),
        new ConversationCase(given: EndedAsDeleted, when: Ticket8Opened, then: Ended("8", TicketStatus.New)),
    ];

    [Theory]
    [MemberData(nameof(TicketWasOpenedCases))]
    public void A_ticket_was_opened(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurWriteOpenedTheTicketCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: WriteOpenedTicket, then: Open(null, TicketStatus.Open)),
        new ConversationCase(given: TicketOpen, when: WriteOpenedTicket, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketStillSolved, when: WriteOpenedTicket, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketFoundClosed, when: WriteOpenedTicket, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: ClientLeft, when: WriteOpenedTicket, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: WriteOpenedTicket, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsClosed, when: WriteOpenedTicket, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsDeleted, when: WriteOpenedTicket, then: Ended("7", TicketStatus.Open)),
    ];

    [Theory]
    [MemberData(nameof(OurWriteOpenedTheTicketCases))]
    public void Our_write_opened_the_ticket(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurWriteSolvedTheTicketCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: WriteSolvedTicket, then: Open(null, TicketStatus.Solved)),
        new ConversationCase(given: TicketOpen, when: WriteSolvedTicket, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: TicketStillSolved, when: WriteSolvedTicket, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: TicketFoundClosed, when: WriteSolvedTicket, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: ClientLeft, when: WriteSolvedTicket, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsSolved, when: WriteSolvedTicket, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: WriteSolvedTicket, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsDeleted, when: WriteSolvedTicket, then: Ended("7", TicketStatus.Solved)),
    ];

    [Theory]
    [MemberData(nameof(OurWriteSolvedTheTicketCases))]
    public void Our_write_solved_the_ticket(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurWriteFoundTheTicketSolvedCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: WriteFoundTicketSolved, then: Open(null, TicketStatus.Solved, typeof(ReopenTicket))),
        new ConversationCase(given: TicketOpen, when: WriteFoundTicketSolved, then: Open("7", TicketStatus.Solved, typeof(ReopenTicket))),
        new ConversationCase(given: TicketStillSolved, when: WriteFoundTicketSolved, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: TicketPending, when: WriteFoundTicketClosed, then: Open("7", TicketStatus.Pending)),
        new ConversationCase(given: TicketOpen, when: WriteFoundTicketClosed, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketStillSolved, when: WriteFoundTicketClosed, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketStillSolved, when: WriteCouldNotReopenTicket, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketFoundClosed, when: WriteFoundTicketSolved, then: Open("7", TicketStatus.Closed)),
        new ConversationCase(given: ClientLeft, when: WriteFoundTicketSolved, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsSolved, when: WriteFoundTicketSolved, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: WriteFoundTicketSolved, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsDeleted, when: WriteFoundTicketSolved, then: Ended("7", TicketStatus.Solved)),
    ];

    [Theory]
    [MemberData(nameof(OurWriteFoundTheTicketSolvedCases))]
    public void Our_write_found_the_ticket_solved(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurNoteFoundTheTicketSolvedCases { get; } =
    [
        new ConversationCase(given: TicketOpen, when: NoteFoundTicketSolved, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketStillSolved, when: NoteFoundTicketSolved, then: Open("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: NoteFoundTicketSolved, then: Ended("7", TicketStatus.Solved)),
    ];

    [Theory]
    [MemberData(nameof(OurNoteFoundTheTicketSolvedCases))]
    public void Our_note_found_the_ticket_solved(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurNoteWasRefusedBecauseTheTicketIsClosedCases { get; } =
    [
        new ConversationCase(given: TicketOpen, when: NoteRefusedTicketClosed, then: Open("7", TicketStatus.Open)),
        new ConversationCase(given: TicketPending, when: NoteRefusedTicketClosed, then: Open("7", TicketStatus.Pending)),
        new ConversationCase(given: TicketStillSolved, when: NoteRefusedTicketClosed, then: Open("7", TicketStatus.Open)),
    ];

    [Theory]
    [MemberData(nameof(OurNoteWasRefusedBecauseTheTicketIsClosedCases))]
    public void Our_note_was_refused_because_the_ticket_is_closed(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurWriteWasRefusedBecauseTheTicketIsClosedCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: WriteRefusedTicketClosed, then: Open(null, TicketStatus.Closed)),
        new ConversationCase(given: TicketOpen, when: WriteRefusedTicketClosed, then: Open("7", TicketStatus.Closed)),
        new ConversationCase(given: TicketStillSolved, when: WriteRefusedTicketClosed, then: Open("7", TicketStatus.Closed)),
        new ConversationCase(given: TicketFoundClosed, when: WriteRefusedTicketClosed, then: Open("7", TicketStatus.Closed)),
        new ConversationCase(given: ClientLeft, when: WriteRefusedTicketClosed, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsSolved, when: WriteRefusedTicketClosed, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsClosed, when: WriteRefusedTicketClosed, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsDeleted, when: WriteRefusedTicketClosed, then: Ended("7", TicketStatus.Closed)),
    ];

    [Theory]
    [MemberData(nameof(OurWriteWasRefusedBecauseTheTicketIsClosedCases))]
    public void Our_write_was_refused_because_the_ticket_is_closed(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> OurWriteWasRefusedBecauseTheTicketWasDeletedCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: WriteRefusedTicketGone, then: Open(null, TicketStatus.Gone)),
        new ConversationCase(given: TicketOpen, when: WriteRefusedTicketGone, then: Open("7", TicketStatus.Gone)),
        new ConversationCase(given: TicketStillSolved, when: WriteRefusedTicketGone, then: Open("7", TicketStatus.Gone)),
        new ConversationCase(given: TicketFoundClosed, when: WriteRefusedTicketGone, then: Open("7", TicketStatus.Gone)),
        new ConversationCase(given: ClientLeft, when: WriteRefusedTicketGone, then: Ended("7", TicketStatus.Gone)),
        new ConversationCase(given: EndedAsSolved, when: WriteRefusedTicketGone, then: Ended("7", TicketStatus.Gone)),
        new ConversationCase(given: EndedAsClosed, when: WriteRefusedTicketGone, then: Ended("7", TicketStatus.Gone)),
        new ConversationCase(given: EndedAsDeleted, when: WriteRefusedTicketGone, then: Ended("7", TicketStatus.Gone)),
    ];

    [Theory]
    [MemberData(nameof(OurWriteWasRefusedBecauseTheTicketWasDeletedCases))]
    public void Our_write_was_refused_because_the_ticket_was_deleted(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> TicketWasMergedCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: MergedIntoTicket9, then: Open("9", TicketStatus.Open)),
        new ConversationCase(given: TicketOpen, when: MergedIntoTicket9, then: Open("9", TicketStatus.Open)),
        new ConversationCase(given: TicketStillSolved, when: MergedIntoTicket9, then: Open("9", TicketStatus.Open)),
        new ConversationCase(given: TicketFoundClosed, when: MergedIntoTicket9, then: Open("9", TicketStatus.Open)),
        new ConversationCase(given: ClientLeft, when: MergedIntoTicket9, then: Ended("9", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: MergedIntoTicket9, then: Ended("9", TicketStatus.Open)),
        new ConversationCase(given: EndedAsClosed, when: MergedIntoTicket9, then: Ended("9", TicketStatus.Open)),
        new ConversationCase(given: EndedAsDeleted, when: MergedIntoTicket9, then: Ended("9", TicketStatus.Open)),
    ];

    [Theory]
    [MemberData(nameof(TicketWasMergedCases))]
    public void The_ticket_was_merged(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> AgentIsAssignedCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: AssignedToAnn, then: Open(null, TicketStatus.None, typeof(ClientNotice))),
        new ConversationCase(given: TicketOpen, when: AssignedToAnn, then: Open("7", TicketStatus.Open, typeof(ClientNotice))),
        new ConversationCase(given: TicketStillSolved, when: AssignedToAnn, then: Open("7", TicketStatus.Solved, typeof(ClientNotice))),
        new ConversationCase(given: TicketFoundClosed, when: AssignedToAnn, then: Open("7", TicketStatus.Closed, typeof(ClientNotice))),
        new ConversationCase(given: ClientLeft, when: AssignedToAnn, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: AssignedToAnn, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: AssignedToAnn, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsDeleted, when: AssignedToAnn, then: Ended("7", TicketStatus.Gone)),
    ];

    [Theory]
    [MemberData(nameof(AgentIsAssignedCases))]
    public void An_agent_is_assigned(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> NoAgentHasAnsweredInTimeCases { get; } =
    [
        new ConversationCase(given: TicketNotOpenedYet, when: ReplyOverdue, then: Open(null, TicketStatus.None, typeof(ClientNotice))),
        new ConversationCase(given: TicketOpen, when: ReplyOverdue, then: Open("7", TicketStatus.Open, typeof(ClientNotice))),
        new ConversationCase(given: TicketStillSolved, when: ReplyOverdue, then: Open("7", TicketStatus.Solved, typeof(ClientNotice))),
        new ConversationCase(given: TicketFoundClosed, when: ReplyOverdue, then: Open("7", TicketStatus.Closed, typeof(ClientNotice))),
        new ConversationCase(given: ClientLeft, when: ReplyOverdue, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: ReplyOverdue, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: ReplyOverdue, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsDeleted, when: ReplyOverdue, then: Ended("7", TicketStatus.Gone)),
    ];

    [Theory]
    [MemberData(nameof(NoAgentHasAnsweredInTimeCases))]
    public void No_agent_has_answered_in_time(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> NobodyWritesForLongCases { get; } =
    [
        new ConversationCase(
            given: TicketNotOpenedYet, when: Idle,
            then: Ended(null, TicketStatus.None, typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote))),
        new ConversationCase(
            given: TicketOpen, when: Idle,
            then: Ended("7", TicketStatus.Open, typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote))),
        new ConversationCase(
            given: TicketStillSolved, when: Idle,
            then: Ended("7", TicketStatus.Solved, typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote))),
        new ConversationCase(
            given: TicketFoundClosed, when: Idle,
            then: Ended("7", TicketStatus.Closed, typeof(ClientNotice), typeof(ChatClosed), typeof(IdleCloseNote))),
        new ConversationCase(given: ClientLeft, when: Idle, then: Ended("7", TicketStatus.Open)),
        new ConversationCase(given: EndedAsSolved, when: Idle, then: Ended("7", TicketStatus.Solved)),
        new ConversationCase(given: EndedAsClosed, when: Idle, then: Ended("7", TicketStatus.Closed)),
        new ConversationCase(given: EndedAsDeleted, when: Idle, then: Ended("7", TicketStatus.Gone)),
    ];

    [Theory]
    [MemberData(nameof(NobodyWritesForLongCases))]
    public void Nobody_writes_for_long(ConversationCase row) => row.Verify();

    public static TheoryData<ConversationCase> WithoutAConversationThereIsNothingToDecideCases { get; } =
    [
        new ConversationCase(given: NoConversation, when: AgentWrites, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: MergedIntoTicket9, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: AssignedToAnn, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: AgentSendsFile, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: TicketReadSolved, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: Ticket8Opened, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: WriteOpenedTicket, then: NeedsConversation),
        new ConversationCase(given: NoConversation, when: WriteRefusedTicketClosed, then: NeedsConversation),
    ];

    [Theory]
    [MemberData(nameof(WithoutAConversationThereIsNothingToDecideCases))]
    public void Without_a_conversation_there_is_nothing_to_decide(ConversationCase row) => row.Verify();
}
