using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Something that happens to a conversation, and its name in a sentence.</summary>
internal sealed record ConversationEvent(string Description, ConversationInput Input)
{
    public override string ToString() => Description;
}

/// <summary>The events of the tables of rules.</summary>
internal static class ConversationEvents
{
    private static readonly ClientFile File = new("https://files.example.com/a.png", "a.png", 10);

    public static ConversationEvent HandOver { get; } = new("the bot hands over", ConversationInputs.HandOver);

    public static ConversationEvent ClientWrites { get; } = new("the client writes", ConversationInputs.ClientWrites());

    public static ConversationEvent ClientSendsFile { get; } =
        new("the client sends a file", new ConversationInput.ClientSentFile(File.Url, File.Name, File.Size));

    public static ConversationEvent FileNotUploadedButNamed { get; } =
        new("a file is not uploaded, the comment names it", new ConversationInput.FileNotUploaded("m1", File, IsNamedInComment: true));

    public static ConversationEvent FileNotUploadedNorNamed { get; } =
        new("a file is not uploaded, no comment names it", new ConversationInput.FileNotUploaded("m1", File, IsNamedInComment: false));

    public static ConversationEvent ClientLeaves { get; } = new("the client leaves", ConversationInputs.ClientLeaves);

    public static ConversationEvent AgentWrites { get; } = new("an agent writes", ConversationInputs.AgentWrites());

    public static ConversationEvent AgentSendsFile { get; } = new("an agent sends a file", ConversationInputs.AgentSendsFile());

    public static ConversationEvent AgentSendsInfectedFile { get; } =
        new("an agent sends an infected file", ConversationInputs.AgentSendsFile(isInfected: true));

    public static ConversationEvent TicketReadOpen { get; } = Read(TicketStatus.Open);

    public static ConversationEvent TicketReadSolved { get; } = Read(TicketStatus.Solved);

    public static ConversationEvent TicketReadClosed { get; } = Read(TicketStatus.Closed);

    public static ConversationEvent TicketReadGone { get; } = Read(TicketStatus.Gone);

    public static ConversationEvent Ticket8Opened { get; } = new("ticket 8 is opened", ConversationInputs.TicketOpened("8"));

    public static ConversationEvent WriteOpenedTicket { get; } =
        new("our write opens the ticket", ConversationInputs.TicketWritten(TicketStatus.Open, byUs: true));

    public static ConversationEvent WriteSolvedTicket { get; } =
        new("our write solves the ticket", ConversationInputs.TicketWritten(TicketStatus.Solved, byUs: true));

    public static ConversationEvent WriteFoundTicketSolved { get; } =
        new("our write finds the ticket solved by somebody else", ConversationInputs.TicketWritten(TicketStatus.Solved, byUs: false));

    public static ConversationEvent WriteFoundTicketClosed { get; } =
        new("our write finds the ticket closed by somebody else", ConversationInputs.TicketWritten(TicketStatus.Closed, byUs: false));

    public static ConversationEvent WriteCouldNotReopenTicket { get; } =
        new("our write was to reopen the ticket, which stays solved",
            ConversationInputs.TicketWritten(TicketStatus.Solved, byUs: false, kept: true));

    public static ConversationEvent NoteFoundTicketSolved { get; } =
        new("our note finds the ticket solved by somebody else", ConversationInputs.TicketWritten(TicketStatus.Solved, byUs: false, isNote: true));

    public static ConversationEvent WriteRefusedTicketClosed { get; } =
        new("our write is refused, the ticket is closed", ConversationInputs.TicketRefused(TicketStatus.Closed));

    public static ConversationEvent NoteRefusedTicketClosed { get; } =
        new("our note is refused, the ticket is closed", ConversationInputs.TicketRefused(TicketStatus.Closed, isFinal: false));

    public static ConversationEvent WriteRefusedTicketGone { get; } =
        new("our write is refused, the ticket is gone", ConversationInputs.TicketRefused(TicketStatus.Gone));

    public static ConversationEvent MergedIntoTicket9 { get; } = new("the ticket is merged into ticket 9", ConversationInputs.TicketMerged());

    public static ConversationEvent AssignedToAnn { get; } =
        new("the ticket is assigned to Ann", ConversationInputs.TicketAssigned(ConversationFixture.Ann));

    public static ConversationEvent ReplyOverdue { get; } = new("an agent's reply is overdue", ConversationInputs.ReplyOverdue);

    public static ConversationEvent Idle { get; } = new("nobody has written for an hour", ConversationInputs.Idle);

    private static ConversationEvent Read(TicketStatus status) => new($"the ticket is read: {status}", ConversationInputs.TicketRead(status));
}
