using HelpdeskBridge.CrashTests.Record;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>One client and the agents who answer: does what the script says and notes what was asked of the bridge.</summary>
internal sealed class Cast(World world, string userId)
{
    private readonly List<ClientCall> _calls = [];
    private readonly List<AgentAct> _acts = [];
    private long _spoken;

    public string UserId => userId;

    public IReadOnlyList<ClientCall> Calls => _calls;

    public IReadOnlyList<AgentAct> Acts => _acts;

    /// <summary>Messages of both directions so far.</summary>
    public int Messages { get; private set; }

    /// <summary>The client's newest ticket; null: none yet.</summary>
    public SimulatedTicket? Ticket => world.Chats.TicketsOf(userId) is [.., var newest] ? newest : null;

    public int EndsTold => world.Jaicp.Transcript(userId).Count(line => line.Kind == TranscriptKind.AgentClosed);

    public Task<bool> HandOverAsync() => CallAsync(CallKind.HandOver, _ => world.Jaicp.SelectDestinationAsync(userId, userName: userId));

    public Task<bool> SayAsync() => CallAsync(CallKind.Text, number => world.Jaicp.SendTextAsync(userId, Wording.Text(userId, number)));

    public Task<bool> SendFileAsync() =>
        CallAsync(CallKind.File, number => world.Jaicp.SendFileAsync(userId, Wording.Text(userId, number), Wording.File(userId, number)));

    public Task<bool> LeaveAsync(bool surely = false) =>
        CallAsync(CallKind.Close, number => world.Jaicp.CloseChatAsync(userId, Wording.Parting(userId, number)), surely);

    /// <summary>An agent writes in public, and may end the ticket with the same update.</summary>
    public bool Reply(SimulatedTicket ticket, string? status = null, bool surely = false) =>
        Act(ticket, says: true, ends: status is TicketStatus.Solved or TicketStatus.Closed, surely, number => world.Zendesk.AgentReply(ticket.Id, Wording.Reply(userId, number), status: status));

    public bool End(SimulatedTicket ticket, string status, bool surely = false) =>
        Act(ticket, says: false, ends: true, surely, _ => world.Zendesk.SetStatus(ticket.Id, status));

    public bool Reopen(SimulatedTicket ticket) => Act(ticket, says: false, ends: false, surely: false, _ => world.Zendesk.SetStatus(ticket.Id, TicketStatus.Open));

    public bool Note(SimulatedTicket ticket) =>
        Act(ticket, says: false, ends: false, surely: false, _ => world.Zendesk.AgentReply(ticket.Id, "between us agents", isPublic: false));

    /// <summary>Whether these words of the client stand in one of the tickets.</summary>
    public bool IsWritten(long number) => world.Chats.TicketsOf(userId).SelectMany(ticket => world.Zendesk.Comments(ticket.Id))
        .Any(comment => Wording.NumbersIn(comment.Body, userId)?.Contains(number) == true || Wording.PartingIn(comment.Body, userId) == number);

    /// <summary>Whether these words of an agent reached JAICP.</summary>
    public bool IsHeard(long number) => world.Jaicp.AgentTexts(userId).Contains(Wording.Reply(userId, number));

    private async Task<bool> CallAsync(CallKind kind, Func<long, Task<BridgeAnswer>> call, bool surely = false)
    {
        // Calls that can't connect prove nothing; those the kill meets half-way do.
        await Wait.UntilAsync(() => world.IsUp, TimeSpan.FromMinutes(1));
        var number = ++_spoken;
        var startedAt = TimeProvider.System.GetUtcNow();
        var answer = await call(number);
        var made = new ClientCall(userId, kind, number, startedAt, TimeProvider.System.GetUtcNow(), answer.Status, surely);
        _calls.Add(made);
        Messages += made is { IsAccepted: true, IsMessage: true } ? 1 : 0;
        return answer.IsAccepted;
    }

    /// <returns>False: Zendesk would not have it, as the ticket is closed.</returns>
    private bool Act(SimulatedTicket ticket, bool says, bool ends, bool surely, Action<long> act)
    {
        var number = _acts.Count + 1;
        var startedAt = TimeProvider.System.GetUtcNow();
        var wasOver = world.Zendesk.FindTicket(ticket.Id)?.Status is TicketStatus.Solved or TicketStatus.Closed;
        try
        {
            act(number);
        }
        catch (Exception e) when (e.GetType().Name == "Refusal")
        {
            return false;
        }

        _acts.Add(new AgentAct(userId, ticket.Id, number, startedAt, TimeProvider.System.GetUtcNow(), says, ends && !wasOver, surely));
        Messages += says ? 1 : 0;
        return true;
    }
}
