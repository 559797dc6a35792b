using HelpdeskBridge.Hosting;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Telemetry;

public sealed class TelemetrySetupTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector")]
    [InlineData(true, "OTEL_TRACES_EXPORTER=otlp")]
    [InlineData(true, "OTEL_TRACES_EXPORTER=console, OTLP")]
    [InlineData(false, "OTEL_TRACES_EXPORTER=none", "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector")]
    [InlineData(false, "OTEL_TRACES_EXPORTER=zipkin", "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector")]
    [InlineData(true, "OTEL_METRICS_EXPORTER=none", "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector")]
    [InlineData(false, "OTEL_SDK_DISABLED=true", "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector")]
    [InlineData(true, "OTEL_SDK_DISABLED=false", "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector")]
    public void Traces_are_exported_where_the_standard_variables_say_so(bool isExported, params string[] variables)
    {
        var pairs = variables.Select(variable => variable.Split('='));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(pairs.ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build();

        TelemetrySetup.IsExported(settings, "TRACES").ShouldBe(isExported);
    }
}
