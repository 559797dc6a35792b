using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The failures that a visitor can switch on.</summary>
internal sealed class FaultSwitches(PlaygroundHost playground, LiveFeed feed)
{
    private readonly Lock _gate = new();
    private FaultRule? _zendeskDown;
    private FaultRule? _jaicpDown;
    private FaultRule? _lostAnswer;

    public void Map(WebApplication app)
    {
        app.MapGet("/api/faults", () => Show());
        app.MapPost("/api/faults/{name}", (string name, Switch body) =>
        {
            if (!Set(name, body.On))
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
                    Set(ref _lostAnswer, on, () => playground.Zendesk.Faults.Add(FaultMode.AcceptThenReset, times: 1, where: IsWrite));
                    return true;
                case "dropWebhooks":
                    playground.Zendesk.WebhookFaults.DropRate = on ? 1 : 0;
                    return true;
                default:
                    return false;
            }
        }
    }

    private static bool IsWrite(FaultyRequest request) => request.Operation is ZendeskOperation.CreateTicket or ZendeskOperation.UpdateTicket;

    private static void Set(ref FaultRule? rule, bool on, Func<FaultRule> add)
    {
        rule?.Dispose();
        rule = on ? add() : null;
    }

    private sealed record Switch(bool On);
}
