using System.Diagnostics.Metrics;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Messaging;

/// <summary>The metrics of delivery.</summary>
internal sealed class DeliveryMetrics
{
    private readonly Counter<long> _settled;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _delay;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Tracing.SourceName);
        _settled = meter.CreateCounter<long>(
            "bridge.messages.settled", "{message}", "Messages that were delivered or became dead letters, by direction and state.");
        _retries = meter.CreateCounter<long>(
            "bridge.messages.put_off", "{message}", "Attempts after which a message waits for another attempt, by direction.");
        meter.CreateObservableGauge("bridge.messages.waiting", () => Waiting, "{message}", "Messages that wait for delivery, in both directions.");
        meter.CreateObservableGauge("bridge.messages.dead", () => DeadLetters, "{message}", "Dead letters that no operator has handled yet.");
        _delay = meter.CreateHistogram(
            "bridge.messages.delay",
            "s",
            "Time from a message's acceptance to its delivery, by direction.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400] });
    }

    /// <summary>The number of waiting messages, as last counted by <see cref="BacklogMetrics"/>.</summary>
    public long Waiting { get; set; }

    /// <summary>The number of dead letters, as last counted by <see cref="BacklogMetrics"/>.</summary>
    public long DeadLetters { get; set; }

    /// <summary>Records the result of an attempt for one message.</summary>
    public void Record(StoredMessage message, DeliveryDecision decision, DateTimeOffset now)
    {
        var direction = new KeyValuePair<string, object?>("direction", message.Direction.ToString());
        if (decision.IsSettled)
            _settled.Add(1, direction, new KeyValuePair<string, object?>("state", decision.State.ToString()));
        else
            _retries.Add(1, direction);
        if (decision.State == MessageState.Delivered)
            _delay.Record((now - message.AcceptedAt).TotalSeconds, direction);
    }
}
