using HelpdeskBridge.Messaging;
using OpenTelemetry.Metrics;

namespace HelpdeskBridge.Hosting;

/// <summary><c>/metrics</c>: the metrics, as Prometheus text.</summary>
internal static class MetricsEndpoint
{
    public static void AddMetrics(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(DeliveryMetrics.MeterName).AddPrometheusExporter());

    public static void MapMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics").AllowOnlyReading();
}
