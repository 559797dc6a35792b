using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>The circuit breakers of all accounts: their state for operators, and as a metric. Each HTTP client of an account has one.</summary>
internal sealed class CircuitBreakers
{
    private static readonly CircuitState[] StrictestFirst = [CircuitState.Isolated, CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed];

    private readonly ConcurrentDictionary<(string Helpdesk, string Client), CircuitBreakerStateProvider> _breakers = new();

    public CircuitBreakers(IMeterFactory meters) => meters.Create(Tracing.SourceName).Observe(
        "bridge.breaker.open",
        unit: null,
        "1: the circuit breaker of a helpdesk's HTTP client lets no request pass, or only a test. 0: it is closed.",
        () => _breakers.Select(breaker => new Measurement<int>(
            breaker.Value.CircuitState == CircuitState.Closed ? 0 : 1, new("helpdesk", breaker.Key.Helpdesk), new("client", breaker.Key.Client))));

    /// <returns>What the breaker reports its state to.</returns>
    public CircuitBreakerStateProvider Add(string helpdesk, string client) => _breakers[(helpdesk, client)] = new CircuitBreakerStateProvider();

    /// <returns>The state of the account's breaker that lets least through; null when no client was used yet.</returns>
    public CircuitState? FindState(string helpdesk)
    {
        var states = _breakers.Where(breaker => breaker.Key.Helpdesk == helpdesk).Select(breaker => breaker.Value.CircuitState).ToHashSet();
        return StrictestFirst.Where(states.Contains).Cast<CircuitState?>().FirstOrDefault();
    }
}
