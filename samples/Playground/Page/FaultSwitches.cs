using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The trouble a visitor can make.</summary>
internal sealed class FaultSwitches(World world, LiveFeed feed)
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
            feed.Changed();
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
                DropWebhooks = world.Zendesk.WebhookFaults.DropRate > 0,
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
                    // The portraits stay: they are looked at by the page, not by the bridge.
                    Turn(ref _zendeskDown, on, () => world.Zendesk.Faults.Add(FaultMode.Refuse503, where: request => request.Operation.Length > 0));
                    return true;
                case "jaicpDown":
                    Turn(ref _jaicpDown, on, () => world.Jaicp.Faults.Add(
                        FaultMode.Refuse503, where: request => request.Operation == JaicpOperation.ReceiveEvent));
                    return true;
                case "loseAnswer":
                    Turn(ref _lostAnswer, on, () => world.Zendesk.Faults.Add(FaultMode.AcceptThenReset, times: 1, where: IsWrite));
                    return true;
                case "dropWebhooks":
                    world.Zendesk.WebhookFaults.DropRate = on ? 1 : 0;
                    return true;
                default:
                    return false;
            }
        }
    }

    private static bool IsWrite(FaultyRequest request) => request.Operation is ZendeskOperation.CreateTicket or ZendeskOperation.UpdateTicket;

    private static void Turn(ref FaultRule? rule, bool on, Func<FaultRule> add)
    {
        rule?.Dispose();
        rule = on ? add() : null;
    }

    private sealed record Switch(bool On);
}
