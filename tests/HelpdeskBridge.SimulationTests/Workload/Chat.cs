using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.SimulationTests.Workload;

/// <summary>One client and the agents who answer. Every call and every action is recorded, so that its outcome can be checked.</summary>
internal sealed class Chat(Simulation simulation, TicketIndex tickets, string userId)
{
    private readonly HashSet<DateOnly> _days = [];
    private long _lastNumber;

    public string UserId => userId;

    public List<ClientCall> Calls { get; } = [];

    public List<AgentAction> Actions { get; } = [];

    /// <summary>On how many days the client had a call accepted.</summary>
    public int Days => _days.Count;

    /// <summary>The client's newest ticket. Null: there is none yet.</summary>
    public SimulatedTicket? NewestTicket => tickets.Find(userId) is [.., var newest] ? simulation.Zendesk.Ticket(newest) : null;

    /// <summary>How often JAICP was told that the chat is over.</summary>
    public int ClosedEventCount => simulation.Jaicp.Transcript(userId).Count(line => line.Kind == TranscriptKind.AgentClosed);

    public Task<bool> SelectDestinationAsync() =>
        CallAsync(CallKind.SelectDestination, _ => simulation.Jaicp.SelectDestinationAsync(userId, userName: userId));

    public Task<bool> SendTextAsync() =>
        CallAsync(CallKind.Text, number => simulation.Jaicp.SendTextAsync(userId, MessageText.CreateText(userId, number)));

    public Task<bool> SendFileAsync() => CallAsync(
        CallKind.File,
        number => simulation.Jaicp.SendFileAsync(userId, MessageText.CreateText(userId, number), MessageText.CreateFileContent(userId, number)));

    public Task<bool> CloseAsync(bool isChatKnownOpen = false) => CallAsync(
        CallKind.CloseChat, number => simulation.Jaicp.CloseChatAsync(userId, MessageText.CreateClosingText(userId, number)), isChatKnownOpen);

    /// <summary>An agent writes a public comment, and may end the chat with the same update.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool Reply(SimulatedTicket ticket, string? status = null, bool isChatKnownOpen = false) => Act(
        ticket,
        isReply: true,
        endsChat: status is TicketStatus.Solved or TicketStatus.Closed,
        isChatKnownOpen,
        number => simulation.Zendesk.AgentReply(ticket.Id, MessageText.CreateReply(userId, number), status: status));

    /// <summary>An agent solves or closes the ticket.</summary>
    public bool End(SimulatedTicket ticket, string status, bool isChatKnownOpen = false) =>
        Act(ticket, isReply: false, endsChat: true, isChatKnownOpen, _ => simulation.Zendesk.SetStatus(ticket.Id, status));

    /// <summary>An agent opens a solved ticket again.</summary>
    public bool Reopen(SimulatedTicket ticket) => Act(
        ticket, isReply: false, endsChat: false, isChatKnownOpen: false, _ => simulation.Zendesk.SetStatus(ticket.Id, TicketStatus.Open));

    /// <summary>An agent writes an internal note.</summary>
    public bool AddInternalNote(SimulatedTicket ticket) => Act(
        ticket,
        isReply: false,
        endsChat: false,
        isChatKnownOpen: false,
        _ => simulation.Zendesk.AgentReply(ticket.Id, "between us agents", isPublic: false));

    /// <summary>The client's ticket that contains this text or closing text. Null: none does yet.</summary>
    public SimulatedTicket? FindTicketWith(long callNumber) => tickets.Find(userId).Reverse()
        .Where(id => simulation.Zendesk.Comments(id).Any(comment =>
            MessageText.FindClientMessages(comment.Body, userId)?.Contains(callNumber) == true
            || MessageText.FindClosingText(comment.Body, userId) == callNumber))
        .Select(simulation.Zendesk.Ticket).FirstOrDefault();

    /// <summary>Whether this reply of an agent has reached JAICP.</summary>
    public bool IsDelivered(long actionNumber) => simulation.Jaicp.AgentTexts(userId).Contains(MessageText.CreateReply(userId, actionNumber));

    /// <summary>Whether an internal note says that this reply came too late.</summary>
    public bool IsNoted(long actionNumber) => tickets.Find(userId).SelectMany(simulation.Zendesk.Comments)
        .Any(comment => comment is { IsPublic: false } && MessageText.FindReply(comment.Body, userId) == actionNumber);

    private async Task<bool> CallAsync(CallKind kind, Func<long, Task<BridgeAnswer>> call, bool isChatKnownOpen = false)
    {
        var number = ++_lastNumber;
        var startedAt = simulation.Clock.GetUtcNow();
        var answer = await call(number);
        var endedAt = simulation.Clock.GetUtcNow();
        Calls.Add(new ClientCall(userId, kind, number, startedAt, endedAt, answer.Status, isChatKnownOpen));
        if (answer.IsAccepted)
            _days.Add(DateOnly.FromDateTime(endedAt.UtcDateTime));
        return answer.IsAccepted;
    }

    private bool Act(SimulatedTicket ticket, bool isReply, bool endsChat, bool isChatKnownOpen, Action<long> act)
    {
        var number = Actions.Count + 1;
        var startedAt = simulation.Clock.GetUtcNow();
        var statusBefore = simulation.Zendesk.Ticket(ticket.Id).Status;
        if (statusBefore == TicketStatus.Closed)
            return false;
        act(number);
        var isNewEnd = endsChat && statusBefore != TicketStatus.Solved;
        Actions.Add(new AgentAction(
            userId, ticket.Id, number, startedAt, simulation.Clock.GetUtcNow(), isReply, isNewEnd, isChatKnownOpen));
        simulation.History.Add($"agent #{number} acts in {ticket.Id} of {userId}");
        return true;
    }
}
