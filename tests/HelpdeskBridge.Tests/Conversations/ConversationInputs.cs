using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What can happen to a conversation, with values that most tests don't care about.</summary>
internal static class ConversationInputs
{
    public static ConversationInput.HandedOver HandOver { get; } = new("2", "Ivan", HandOverContext.Empty);

    public static ConversationInput ClientLeaves { get; } = new ConversationInput.ClientClosedChat("Bye");

    public static ConversationInput ReplyOverdue { get; } = new ConversationInput.AgentReplyOverdue();

    public static ConversationInput Idle { get; } = new ConversationInput.BecameIdle(false, TicketReadAt: DateTimeOffset.MaxValue);

    public static ConversationInput ClientWrites(string text = "Hello") => new ConversationInput.ClientWrote(text);

    public static ConversationInput AgentWrites(string comment = "c1", string text = "Hi") =>
        new ConversationInput.AgentWrote(comment, text, ConversationFixture.Ann);

    public static ConversationInput AgentSendsFile(string file = "f1", long? size = 10, bool isInfected = false) =>
        new ConversationInput.AgentSentFile(
            "c1",
            new AttachedFile(file, $"https://acme.example.com/attachments/{file}", $"{file}.png", "image/png", size),
            isInfected,
            ConversationFixture.Ann);

    public static ConversationInput TicketRead(TicketStatus status, Employee? agent = null) => new ConversationInput.TicketRead(status, agent);

    public static ConversationInput TicketOpened(string ticket = "7", TicketStatus status = TicketStatus.New) =>
        new ConversationInput.TicketOpened(ticket, status);

    public static ConversationInput TicketWritten(TicketStatus status, bool byUs, bool isNote = false, bool kept = false) =>
        new ConversationInput.TicketWritten(status, byUs, CarriesChatOn: !isNote) { KeptStatus = kept };

    public static ConversationInput TicketRefused(TicketStatus status, bool isFinal = true) =>
        new ConversationInput.TicketRefused(status, isFinal);

    public static ConversationInput TicketAssigned(Employee? agent) => new ConversationInput.TicketAssigned(agent);

    public static ConversationInput TicketMerged(string into = "9") =>
        new ConversationInput.TicketMerged(into, ConversationFixture.Start, null);
}
