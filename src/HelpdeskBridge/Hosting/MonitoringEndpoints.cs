using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>/health/live</c>: the process runs. <c>/health/ready</c>: the state of each part of the service, with a reason. <c>/metrics</c>: the
/// metrics, as Prometheus text.
/// </summary>
internal static class MonitoringEndpoints
{
    public static void MapHealthAndMetrics(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowOnlyReading();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowOnlyReading();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowOnlyReading();
    }

    /// <summary>Limits an endpoint, which the framework maps for every method, to GET and HEAD.</summary>
    private static void AllowOnlyReading(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        var parts = report.Entries.ToDictionary(
            entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), reason = entry.Value.Description });
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { status = report.Status.ToString(), parts }));
    }
}
