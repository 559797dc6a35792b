using System.Diagnostics.Metrics;
using System.Reflection;
using HelpdeskBridge.Network;
using HelpdeskBridge.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// Metrics, as Prometheus text and to an OpenTelemetry collector, and traces, to a collector only. OpenTelemetry's own variables say where that is,
/// and everything else about it (opentelemetry.io, "Environment Variable Specification"). Without them nothing is traced or sent.
/// </summary>
internal static class TelemetrySetup
{
    private const string ServiceName = "helpdesk-bridge";

    /// <summary>The server's own meter: its histogram tells how long calls of the bridge take, and what they are answered.</summary>
    private const string ServerMeter = "Microsoft.AspNetCore.Hosting";

    private const string ServerDuration = "http.server.request.duration";

    /// <summary>
    /// Calls have a series for each operation and status of each helpdesk and channel. By default OpenTelemetry would keep 2000 of them and add up
    /// the rest without labels.
    /// </summary>
    private const int MaxCallSeries = 20_000;

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<HealthMetrics>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: GetVersion()).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Tracing.SourceName, ServerMeter)
                    .AddView(Configure)
                    .AddPrometheusExporter();
                if (IsExported(builder.Configuration, "METRICS"))
                    metrics.AddOtlpExporter();
            });
        if (IsExported(builder.Configuration, "TRACES"))
            telemetry.WithTracing(traces => traces
                .AddSource(Tracing.SourceName, ServerSpanFilter.SourceName)
                .AddProcessor(new ServerSpanFilter())
                .AddOtlpExporter());
    }

    /// <summary>Of the server's metrics only the duration of requests is kept, without labels that tell operators nothing.</summary>
    private static MetricStreamConfiguration? Configure(Instrument instrument) =>
        instrument.Name == OutgoingCallMetrics.Calls ? new MetricStreamConfiguration { CardinalityLimit = MaxCallSeries }
        : instrument.Meter.Name != ServerMeter ? null
        : instrument.Name != ServerDuration ? MetricStreamConfiguration.Drop
        : new ExplicitBucketHistogramConfiguration
        {
            Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
            TagKeys = [HttpSpan.Method, HttpSpan.Route, HttpSpan.Status],
        };

    /// <summary>
    /// Whether the standard variables ask for the export of a signal (<c>TRACES</c> or <c>METRICS</c>): they name a collector, or OTLP as the
    /// exporter, whose default is a collector on this machine.
    /// </summary>
    internal static bool IsExported(IConfiguration settings, string signal)
    {
        if (Is("OTEL_SDK_DISABLED", "true"))
            return false;
        return IsSet($"OTEL_{signal}_EXPORTER")
            ? Is($"OTEL_{signal}_EXPORTER", "otlp")
            : IsSet("OTEL_EXPORTER_OTLP_ENDPOINT") || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT");

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(settings[name]);
        bool Is(string name, string value) => (settings[name] ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Contains(value, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The version, without the commit that the compiler adds to it.</summary>
    private static string? GetVersion() =>
        typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
