using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>The metric of the circuit breakers of the accounts.</summary>
internal sealed class BreakerMetrics
{
    private readonly ConcurrentDictionary<(string Helpdesk, string Client), CircuitBreakerStateProvider> _breakers = new();

    public BreakerMetrics(IMeterFactory meters) => meters.Create(Tracing.SourceName).Observe(
        "bridge.breaker.open",
        unit: null,
        "1: the circuit breaker of a helpdesk's HTTP client lets no request pass, or only a test. 0: it is closed.",
        () => _breakers.Select(breaker => new Measurement<int>(
            breaker.Value.CircuitState == CircuitState.Closed ? 0 : 1, new("helpdesk", breaker.Key.Helpdesk), new("client", breaker.Key.Client))));

    /// <returns>What the breaker reports its state to.</returns>
    public CircuitBreakerStateProvider Add(string helpdesk, string client) => _breakers[(helpdesk, client)] = new CircuitBreakerStateProvider();
}
