using System.Text.Json;
using HelpdeskBridge.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: its parts are usable, with a reason for each.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).OnlyRead();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).OnlyRead();
    }

    /// <summary>What the framework maps for every method is answered to those that change nothing.</summary>
    public static void OnlyRead(this IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        var parts = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), reason = entry.Value.Description });
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { status = report.Status.ToString(), parts }));
    }
}
