using System.Diagnostics.Metrics;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Messaging;

/// <summary>The metrics of what happens to messages. What waits is counted by <see cref="BacklogMetrics"/>.</summary>
internal sealed class DeliveryMetrics
{
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _delay;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Tracing.SourceName);
        _accepted = meter.CreateCounter<long>(
            "bridge.messages.accepted", "{message}", "Messages that were put into their queues, by channel and direction.");
        _settled = meter.CreateCounter<long>(
            "bridge.messages.settled", "{message}", "Messages that were delivered or became dead letters, by direction and state.");
        _retries = meter.CreateCounter<long>(
            "bridge.messages.put_off", "{message}", "Attempts after which a message waits for another attempt, by direction.");
        _delay = meter.CreateHistogram(
            "bridge.messages.delay",
            "s",
            "Time from a message's acceptance to its delivery, by direction.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400] });
    }

    /// <summary>Counts messages that were put into queues.</summary>
    /// <param name="channel">Their channel.</param>
    /// <param name="messages">The direction of each.</param>
    public void RecordAccepted(string channel, IEnumerable<Direction> messages)
    {
        foreach (var direction in messages)
            _accepted.Add(1, new("channel", channel), new("direction", direction.ToString()));
    }

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
