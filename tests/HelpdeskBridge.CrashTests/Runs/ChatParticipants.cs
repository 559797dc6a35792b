using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>One client and the agents who answer. Every call and every action is recorded, so that its outcome can be checked.</summary>
/// <param name="environment">Where they are.</param>
/// <param name="userId">The client.</param>
/// <param name="before">What the client did in another environment, whose store this one has.</param>
internal sealed class ChatParticipants(IChatSurroundings environment, string userId, IReadOnlyList<ClientCall>? before = null)
{
    private const int NotFound = 404;

    private readonly List<ClientCall> _calls = [.. before ?? []];
    private readonly List<AgentAction> _actions = [];
    private long _lastCallNumber = before is [.., var last] ? last.Number : 0;

    public string UserId => userId;

    public IChatSurroundings Surroundings => environment;

    public ChannelFeatures Features => environment.Features;

    public IReadOnlyList<ClientCall> Calls => _calls;

    public IReadOnlyList<AgentAction> Actions => _actions;

    /// <summary>Messages of both directions so far.</summary>
    public int MessageCount { get; private set; }

    /// <summary>The client's newest ticket. Null: there is none yet.</summary>
    public SimulatedTicket? NewestTicket => environment.GetTickets(userId) is [.., var newest] ? newest : null;

    /// <summary>How often JAICP was told that the chat is over.</summary>
    public int ClosedEventCount => environment.Jaicp.Transcript(userId).Count(line => line.Kind == TranscriptKind.AgentClosed);

    /// <summary>The bot hands the chat over.</summary>
    public Task<bool> SelectDestinationAsync() =>
        CallAsync(CallKind.SelectDestination, _ => environment.Jaicp.SelectDestinationAsync(userId, userName: userId));

    /// <summary>The bot hands the chat over, with something about the client that is new.</summary>
    /// <param name="knownTicketId">The ticket that must have the note about it.</param>
    /// <param name="beginsAnotherChat">Whether the last chat in that ticket is known to be over.</param>
    public Task<bool> HandOverAsync(long? knownTicketId = null, bool beginsAnotherChat = false) => CallAsync(
        CallKind.SelectDestination,
        number => environment.Jaicp.SelectDestinationAsync(
            userId,
            userName: userId,
            attributes: new { visit = MessageText.CreateText(userId, number) },
            hiddenAttributes: new { segment = MessageText.Hidden }),
        call => call with { HasContext = true, KnownTicketId = knownTicketId, BeginsAnotherChat = beginsAnotherChat });

    public Task<bool> SendTextAsync() =>
        CallAsync(CallKind.Text, number => environment.Jaicp.SendTextAsync(userId, MessageText.CreateText(userId, number)));

    public Task<bool> SendFileAsync() => CallAsync(
        CallKind.File,
        number => environment.Jaicp.SendFileAsync(userId, MessageText.CreateText(userId, number), MessageText.CreateFileContent(userId, number)));

    /// <summary>The client closes the chat.</summary>
    public Task<bool> CloseChatAsync(bool isChatKnownOpen = false) => CallAsync(
        CallKind.CloseChat,
        number => environment.Jaicp.CloseChatAsync(userId, MessageText.CreateClosingText(userId, number)),
        call => call with { IsChatKnownOpen = isChatKnownOpen });

    /// <summary>The bot's script says how the client rates the chat.</summary>
    /// <param name="knownTicketId">The ticket that must have the rating.</param>
    /// <param name="repeats">The number of a rating that had no answer; null: it is a new one.</param>
    /// <returns>False when there was no answer. Without a conversation there is nothing to rate, and that is an answer.</returns>
    public async Task<bool> RateAsync(long? knownTicketId = null, long? repeats = null) =>
        await CallAsync(
            CallKind.Rating,
            number => environment.Jaicp.RateAsync(userId, MessageText.GetScore(number), MessageText.CreateRating(userId, number)),
            call => call with { KnownTicketId = knownTicketId },
            repeats)
        || _calls[^1].Status == NotFound;

    /// <summary>The bot's script sets a field of the ticket.</summary>
    /// <param name="knownTicketId">The ticket whose field it must be.</param>
    public Task<bool> SetFieldAsync(long? knownTicketId = null) => CallAsync(
        CallKind.Fields,
        number => environment.Jaicp.SetFieldsAsync(userId, new Dictionary<string, object> { ["order"] = MessageText.CreateText(userId, number) }),
        call => call with { KnownTicketId = knownTicketId });

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

    /// <summary>An agent solves the ticket after the chat, which is known to be over. This must not be announced as an end.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool SolveAfterChat(SimulatedTicket ticket) => Act(
        ticket, isReply: false, endsChat: false, isChatKnownOpen: false, _ => environment.Zendesk.SetStatus(ticket.Id, TicketStatus.Solved));

    /// <summary>An agent gives the chat back to the bot, and may reply and set the status with the same update.</summary>
    /// <returns>False: Zendesk refused it, because the ticket is closed.</returns>
    public bool ReturnToBot(SimulatedTicket ticket, bool isReply, string? status = null, bool isChatKnownOpen = false) => Act(
        ticket,
        isReply,
        endsChat: true,
        isChatKnownOpen,
        number =>
        {
            if (isReply)
            {
                environment.Zendesk.AgentReply(
                    ticket.Id, MessageText.CreateReply(userId, number), status: status, addedTag: ChannelFeatures.ReturnTag);
            }
            else
            {
                environment.Zendesk.Change(ticket.Id, current => current with
                {
                    Status = status ?? current.Status,
                    Tags = [.. current.Tags.Union([ChannelFeatures.ReturnTag])],
                });
            }
        },
        isReturn: true);

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
        _ => environment.Zendesk.AgentReply(ticket.Id, MessageText.InternalNote, isPublic: false));

    /// <summary>Whether nothing can be written into the ticket any more.</summary>
    public bool IsClosed(SimulatedTicket ticket) => environment.Zendesk.FindTicket(ticket.Id) is null or { Status: TicketStatus.Closed };

    /// <summary>The client's ticket that contains this text or closing text. Null: none does yet.</summary>
    public SimulatedTicket? FindTicketWith(long callNumber) => environment.GetTickets(userId)
        .FirstOrDefault(ticket => environment.Zendesk.Comments(ticket.Id).Any(comment =>
            MessageText.FindClientMessages(comment.Body, userId)?.Contains(callNumber) == true
            || MessageText.FindClosingText(comment.Body, userId) == callNumber));

    /// <summary>Whether this text or closing text of the client is in a ticket.</summary>
    public bool IsInTicket(long callNumber) => FindTicketWith(callNumber) is not null;

    /// <summary>Whether this reply of an agent has reached JAICP.</summary>
    public bool IsDelivered(long actionNumber) => environment.Jaicp.AgentTexts(userId).Contains(MessageText.CreateReply(userId, actionNumber));

    /// <summary>Whether an internal note says that this reply came too late.</summary>
    public bool IsNoted(long actionNumber) => environment.GetTickets(userId)
        .SelectMany(ticket => environment.Zendesk.Comments(ticket.Id))
        .Any(comment => comment is { IsPublic: false } && MessageText.FindReply(comment.Body, userId) == actionNumber);

    /// <param name="kind">Which call.</param>
    /// <param name="call">Makes it, with this number.</param>
    /// <param name="describe">What else is known about it.</param>
    /// <param name="repeats">The number of the call that it repeats; null: none.</param>
    private async Task<bool> CallAsync(
        CallKind kind, Func<long, Task<BridgeAnswer>> call, Func<ClientCall, ClientCall>? describe = null, long? repeats = null)
    {
        // A call that can't connect tests nothing. A call that is interrupted by a kill does.
        await environment.UntilAsync(() => environment.IsServiceUp, Poll.StepTimeout);
        var number = repeats ?? ++_lastCallNumber;
        var startedAt = environment.Clock.GetUtcNow();
        var answer = await call(number);
        var made = new ClientCall(userId, kind, number, startedAt, environment.Clock.GetUtcNow(), answer.Status);
        made = describe?.Invoke(made) ?? made;
        _calls.Add(made);
        MessageCount += made is { IsAccepted: true, IsMessage: true } ? 1 : 0;
        return answer.IsAccepted;
    }

    private bool Act(SimulatedTicket ticket, bool isReply, bool endsChat, bool isChatKnownOpen, Action<long> act, bool isReturn = false)
    {
        var number = _actions.Count + 1;
        var startedAt = environment.Clock.GetUtcNow();
        var statusBefore = environment.Zendesk.Ticket(ticket.Id).Status;
        if (statusBefore == TicketStatus.Closed)
            return false;
        act(number);
        var endedAt = environment.Clock.GetUtcNow();

        // A tag on a solved ticket ends the chat that the client carries on there.
        var isNewEnd = endsChat && (isReturn || statusBefore != TicketStatus.Solved);
        _actions.Add(new AgentAction(userId, ticket.Id, number, startedAt, endedAt, isReply, isNewEnd, isChatKnownOpen) { IsReturn = isReturn });
        MessageCount += isReply ? 1 : 0;
        return true;
    }
}
