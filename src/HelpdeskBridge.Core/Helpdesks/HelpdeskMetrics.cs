using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The metrics of how the bridge learns what happened in a helpdesk.</summary>
internal sealed class HelpdeskMetrics
{
    private readonly IOptionsMonitor<HelpdeskOptions> _options;
    private readonly BridgeClock _clock;
    private readonly Counter<long> _webhooks;
    private readonly Counter<long> _found;
    private readonly Histogram<double> _lag;

    public HelpdeskMetrics(IMeterFactory meters, IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock)
    {
        (_options, _clock) = (options, clock);
        var meter = meters.Create(Tracing.SourceName);
        _webhooks = meter.CreateCounter<long>(
            "bridge.webhooks.received", "{call}", "Genuine webhook calls, by helpdesk, and by whether the ticket is one of the bridge's.");
        _found = meter.CreateCounter<long>(
            "bridge.sweeps.found", "{ticket}", "Changed tickets that a reconcile sweep found, by helpdesk and Feed.");
        _lag = meter.CreateHistogram(
            "bridge.comments.lag",
            "s",
            "Time from an agent's comment, by the helpdesk's clock, to its processing here, by helpdesk.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600] });
    }

    /// <summary>Counts a genuine webhook call.</summary>
    public void RecordWebhook(string helpdesk, bool isOurs) => _webhooks.Add(1, new("helpdesk", helpdesk), new("ticket", isOurs ? "ours" : "other"));

    /// <summary>Counts tickets whose change no webhook had reported, or that are polled.</summary>
    public void RecordFound(string helpdesk, int tickets) =>
        _found.Add(tickets, new("helpdesk", helpdesk), new("feed", _options.Get(helpdesk).Feed.ToString()));

    /// <summary>Records how late an agent's comment was processed. The helpdesk counts whole seconds, and its clock may differ.</summary>
    public void RecordComment(string helpdesk, DateTimeOffset createdAt) =>
        _lag.Record(Math.Max(0, (_clock.Now - createdAt).TotalSeconds), new KeyValuePair<string, object?>("helpdesk", helpdesk));
}
