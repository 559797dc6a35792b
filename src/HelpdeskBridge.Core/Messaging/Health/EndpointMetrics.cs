using System.Diagnostics.Metrics;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>The metric of which endpoints are unavailable.</summary>
internal sealed class EndpointMetrics
{
    public EndpointMetrics(IMeterFactory meters, EndpointHealth health) => meters.Create(Tracing.SourceName).Observe(
        "bridge.endpoint.unavailable",
        unit: null,
        "1: a helpdesk, or the webhook of a channel, can't be reached or used for reading or writing. 0: it can.",
        () => health.Uses.Select(use => new Measurement<int>(
            use.IsUnavailable ? 1 : 0,
            new("target", use.Use.Endpoint.Direction == Direction.ToHelpdesk ? "helpdesk" : "jaicp"),
            new("name", use.Use.Endpoint.Name),
            new("use", use.Use.Name))));
}
