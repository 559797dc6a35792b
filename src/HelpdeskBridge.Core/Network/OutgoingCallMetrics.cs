using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Network;

/// <summary>The metrics of outgoing calls.</summary>
internal sealed class OutgoingCallMetrics
{
    /// <summary>The name of the counter of calls.</summary>
    public const string Calls = "bridge.calls";

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;

    public OutgoingCallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Tracing.SourceName);
        _calls = meter.CreateCounter<long>(Calls, "{call}", "Calls to helpdesks, JAICP and hosts of files, by operation and status.");
        _duration = meter.CreateHistogram(
            "bridge.call.duration",
            "s",
            "Time from the request of an outgoing call to the headers of its response, or to its failure.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60] });
    }

    /// <param name="target">Who was called.</param>
    /// <param name="operation">What for.</param>
    /// <param name="status">The status of the response; null: there was none.</param>
    /// <param name="duration">How long it took.</param>
    public void Record(OutgoingTarget target, string operation, HttpStatusCode? status, TimeSpan duration)
    {
        KeyValuePair<string, object?> kind = new("target", target.Kind), name = new("name", target.Name);
        _calls.Add(1, kind, name, new("operation", operation), new("status", GetLabel(status)));
        _duration.Record(duration.TotalSeconds, kind, name);
    }

    /// <summary>Known codes as they are. A strange server may invent others, so these count as their class.</summary>
    private static string GetLabel(HttpStatusCode? status) => status switch
    {
        null => "none",
        { } known when Enum.IsDefined(known) => ((int)known).ToString(CultureInfo.InvariantCulture),
        { } other => string.Create(CultureInfo.InvariantCulture, $"{(int)other / 100}xx"),
    };
}
