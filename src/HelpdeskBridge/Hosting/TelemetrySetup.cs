using System.Reflection;
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

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: GetVersion()).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Tracing.SourceName, ServerMeter)
                    .AddView(instrument => instrument.Meter.Name == ServerMeter && instrument.Name != ServerDuration
                        ? MetricStreamConfiguration.Drop
                        : null)
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

    /// <summary>Whether the standard variables name a collector for a signal.</summary>
    private static bool IsExported(ConfigurationManager settings, string signal)
    {
        return (IsSet("OTEL_EXPORTER_OTLP_ENDPOINT") || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
            && !Is("OTEL_SDK_DISABLED", "true") && !Is($"OTEL_{signal}_EXPORTER", "none");

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(settings[name]);
        bool Is(string name, string value) => value.Equals(settings[name]?.Trim(), StringComparison.OrdinalIgnoreCase);
    }

    private static string GetVersion() =>
        typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
