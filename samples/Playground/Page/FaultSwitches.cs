using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The failures that a visitor can switch on.</summary>
internal sealed class FaultSwitches(PlaygroundHost playground, LiveFeed feed)
{
    /// <summary>Longer than the bridge waits for a response, and short enough for it to find the write before it would send it again.</summary>
    private static readonly TimeSpan SlowDelay = BridgeSettings.RequestTimeout * 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, FaultRule> _refusingTickets = [];
    private FaultRule? _zendeskDown;
    private FaultRule? _jaicpDown;
    private FaultRule? _lostAnswer;
    private FaultRule? _zendeskSlow;

    public void Map(WebApplication app)
    {
        app.MapGet("/api/faults", () => Show());
        app.MapPost("/api/faults/{name}", (string name, Switch body) =>
        {
            if (name == "refuseTicket" ? !RefuseTicket(body.TicketId, body.On) : !Set(name, body.On))
                return Results.NotFound();
            feed.SendChanged();
            return Results.Ok(Show());
        });
    }

    private object Show()
    {
        lock (_gate)
        {
            return new
            {
                ZendeskDown = _zendeskDown is not null,
                JaicpDown = _jaicpDown is not null,
                DropWebhooks = playground.Zendesk.WebhookFaults.DropRate > 0,
                LoseAnswer = _lostAnswer is { Hits: 0 },
                ZendeskSlow = _zendeskSlow is not null,
                RefusingTickets = _refusingTickets.Keys.ToArray(),
            };
        }
    }

    private bool Set(string name, bool on)
    {
        lock (_gate)
        {
            switch (name)
            {
                case "zendeskDown":
                    // Requests without an operation still work: the page loads the profile photos with them.
                    Set(ref _zendeskDown, on, () => playground.Zendesk.Faults.Add(
                        FaultMode.Refuse503, where: request => request.Operation.Length > 0));
                    return true;
                case "jaicpDown":
                    Set(ref _jaicpDown, on, () => playground.Jaicp.Faults.Add(
                        FaultMode.Refuse503, where: request => request.Operation == JaicpOperation.ReceiveEvent));
                    return true;
                case "loseAnswer":
                    Set(ref _lostAnswer, on, () => playground.Zendesk.Faults.Add(
                        FaultMode.AcceptThenReset, times: 1, where: ZendeskOperation.IsTicketWrite));
                    return true;
                case "zendeskSlow":
                    Set(ref _zendeskSlow, on, () => playground.Zendesk.Faults.Add(
                        FaultMode.AcceptLate, where: request => _zendeskDown is null && ZendeskOperation.IsTicketWrite(request), delay: SlowDelay));
                    return true;
                case "dropWebhooks":
                    playground.Zendesk.WebhookFaults.DropRate = on ? 1 : 0;
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>Only this ticket refuses, so that a visitor sees other chats go on.</summary>
    private bool RefuseTicket(long? ticketId, bool on)
    {
        if (ticketId is not { } id || playground.Zendesk.FindTicket(id) is null)
            return false;
        lock (_gate)
        {
            if (_refusingTickets.Remove(id, out var rule))
                rule.Dispose();
            if (on)
                _refusingTickets.Add(id, playground.Zendesk.RefuseWritesTo(id));
        }

        return true;
    }

    private static void Set(ref FaultRule? rule, bool on, Func<FaultRule> add)
    {
        rule?.Dispose();
        rule = on ? add() : null;
    }

    private sealed record Switch(bool On, long? TicketId);
}
