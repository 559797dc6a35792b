using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>The metrics of the request budgets. Each account's figures are in the process that keeps its budget.</summary>
internal sealed class BudgetMetrics
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly BridgeClock _clock;
    private readonly ConcurrentDictionary<string, BudgetState> _states = new();

    public BudgetMetrics(IMeterFactory meters, BridgeClock clock)
    {
        _clock = clock;
        var meter = meters.Create(Tracing.SourceName);
        meter.Observe(
            "bridge.budget.limit", "{request}", "Requests that the bridge may send to a helpdesk in a minute, by helpdesk.",
            () => _states.Select(pair => Measure(pair.Key, pair.Value.Limit)));
        meter.Observe(
            "bridge.budget.used", "{request}",
            "Requests of the last minute, and those that wait for their turn, by helpdesk. More than the limit: requests wait for minutes.",
            () => _states.Select(pair => Measure(pair.Key, GetUsed(pair.Value))));
    }

    public void Record(string helpdesk, int used, int limit) => _states[helpdesk] = new BudgetState(used, limit, _clock.Now);

    /// <summary>Nothing is recorded while there are no requests. Then the last figure is too high, until a minute has passed.</summary>
    private int GetUsed(BudgetState state) => _clock.Now - state.At < Minute ? state.Used : 0;

    private static Measurement<int> Measure(string helpdesk, int value) => new(value, new KeyValuePair<string, object?>("helpdesk", helpdesk));

    private sealed record BudgetState(int Used, int Limit, DateTimeOffset At);
}
