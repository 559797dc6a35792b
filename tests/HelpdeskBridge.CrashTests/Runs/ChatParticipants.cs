using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>One client and the agents who answer. Every call and every action is recorded, so that its outcome can be checked.</summary>
/// <param name="environment">Where they are.</param>
/// <param name="userId">The client.</param>
/// <param name="before">What the client did in another environment, whose store this one has.</param>
internal sealed class ChatParticipants(TestEnvironment environment, string userId, IReadOnlyList<ClientCall>? before = null)
{
    private readonly List<ClientCall> _calls = [.. before ?? []];
    private readonly List<AgentAction> _actions = [];
    private long _lastCallNumber = before is [.., var last] ? last.Number : 0;

    public string UserId => userId;

    public IReadOnlyList<ClientCall> Calls => _calls;

    public IReadOnlyList<AgentAction> Actions => _actions;

    /// <summary>Messages of both directions so far.</summary>
    public int MessageCount { get; private set; }

    /// <summary>The client's newest ticket. Null: there is none yet.</summary>
    public SimulatedTicket? NewestTicket => environment.Tickets.GetTickets(userId) is [.., var newest] ? newest : null;

    /// <summary>How often JAICP was told that the chat is over.</summary>
    public int ClosedEventCount => environment.Jaicp.Transcript(userId).Count(line => line.Kind == TranscriptKind.AgentClosed);

    /// <summary>The bot hands the chat over.</summary>
    public Task<bool> SelectDestinationAsync() =>
        CallAsync(CallKind.SelectDestination, _ => environment.Jaicp.SelectDestinationAsync(userId, userName: userId));

    public Task<bool> SendTextAsync() =>
        CallAsync(CallKind.Text, number => environment.Jaicp.SendTextAsync(userId, MessageText.CreateText(userId, number)));

    public Task<bool> SendFileAsync() => CallAsync(
        CallKind.File,
        number => environment.Jaicp.SendFileAsync(userId, MessageText.CreateText(userId, number), MessageText.CreateFileContent(userId, number)));

    /// <summary>The client closes the chat.</summary>
    public Task<bool> CloseChatAsync(bool isChatKnownOpen = false) => CallAsync(
        CallKind.CloseChat, number => environment.Jaicp.CloseChatAsync(userId, MessageText.CreateClosingText(userId, number)), isChatKnownOpen);

    /// <summary>An agent writes a public comment, and may end the chat with the same update.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool Reply(SimulatedTicket ticket, string? status = null, bool isChatKnownOpen = false) => Act(
        ticket,
        isReply: true,
        endsChat: status is TicketStatus.Solved or TicketStatus.Closed,
        isChatKnownOpen,
        number => environment.Zendesk.AgentReply(ticket.Id, MessageText.CreateReply(userId, number), status: status));

    /// <summary>An agent solves or closes the ticket.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool EndChat(SimulatedTicket ticket, string status, bool isChatKnownOpen = false) =>
        Act(ticket, isReply: false, endsChat: true, isChatKnownOpen, _ => environment.Zendesk.SetStatus(ticket.Id, status));

    /// <summary>An agent opens a solved ticket again.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool ReopenTicket(SimulatedTicket ticket) => Act(
        ticket, isReply: false, endsChat: false, isChatKnownOpen: false, _ => environment.Zendesk.SetStatus(ticket.Id, TicketStatus.Open));

    /// <summary>An agent writes an internal note.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool AddInternalNote(SimulatedTicket ticket) => Act(
        ticket,
        isReply: false,
        endsChat: false,
        isChatKnownOpen: false,
        _ => environment.Zendesk.AgentReply(ticket.Id, "between us agents", isPublic: false));

    /// <summary>The client's ticket that contains this text or closing text. Null: none does yet.</summary>
    public SimulatedTicket? FindTicketWith(long callNumber) => environment.Tickets.GetTickets(userId)
        .FirstOrDefault(ticket => environment.Zendesk.Comments(ticket.Id).Any(comment =>
            MessageText.FindClientMessages(comment.Body, userId)?.Contains(callNumber) == true
            || MessageText.FindClosingText(comment.Body, userId) == callNumber));

    /// <summary>Whether this text or closing text of the client is in a ticket.</summary>
    public bool IsInTicket(long callNumber) => FindTicketWith(callNumber) is not null;

    /// <summary>Whether this reply of an agent has reached JAICP.</summary>
    public bool IsDelivered(long actionNumber) => environment.Jaicp.AgentTexts(userId).Contains(MessageText.CreateReply(userId, actionNumber));

    /// <summary>Whether an internal note says that this reply came too late.</summary>
    public bool IsNoted(long actionNumber) => environment.Tickets.GetTickets(userId)
        .SelectMany(ticket => environment.Zendesk.Comments(ticket.Id))
        .Any(comment => comment is { IsPublic: false } && MessageText.FindReply(comment.Body, userId) == actionNumber);

    private async Task<bool> CallAsync(CallKind kind, Func<long, Task<BridgeAnswer>> call, bool isChatKnownOpen = false)
    {
        // A call that can't connect tests nothing. A call that is interrupted by a kill does.
        await Poll.UntilAsync(() => environment.IsServiceUp, Poll.StepTimeout);
        var number = ++_lastCallNumber;
        var startedAt = TimeProvider.System.GetUtcNow();
        var answer = await call(number);
        var made = new ClientCall(userId, kind, number, startedAt, TimeProvider.System.GetUtcNow(), answer.Status, isChatKnownOpen);
        _calls.Add(made);
        MessageCount += made is { IsAccepted: true, IsMessage: true } ? 1 : 0;
        return answer.IsAccepted;
    }

    private bool Act(SimulatedTicket ticket, bool isReply, bool endsChat, bool isChatKnownOpen, Action<long> act)
    {
        var number = _actions.Count + 1;
        var startedAt = TimeProvider.System.GetUtcNow();
        var statusBefore = environment.Zendesk.Ticket(ticket.Id).Status;
        if (statusBefore == TicketStatus.Closed)
            return false;
        act(number);
        var endedAt = TimeProvider.System.GetUtcNow();
        var isNewEnd = endsChat && statusBefore != TicketStatus.Solved;
        _actions.Add(new AgentAction(userId, ticket.Id, number, startedAt, endedAt, isReply, isNewEnd, isChatKnownOpen));
        MessageCount += isReply ? 1 : 0;
        return true;
    }
}
