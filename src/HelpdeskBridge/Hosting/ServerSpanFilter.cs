using System.Diagnostics;
using HelpdeskBridge.Telemetry;
using OpenTelemetry;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// Keeps keys out of the spans of incoming requests. The server's own tags contain the path, which holds the key of a channel or the token of a
/// link, and headers of the caller. Only tags that are known to be harmless are exported. Requests of monitoring are not exported at all.
/// </summary>
internal sealed class ServerSpanFilter : BaseProcessor<Activity>
{
    /// <summary>The name of the server's own source of spans.</summary>
    public const string SourceName = "Microsoft.AspNetCore";

    private static readonly HashSet<string> Allowed = [HttpSpan.Method, HttpSpan.Route, HttpSpan.Scheme, HttpSpan.Status, HttpSpan.Error];

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != SourceName)
            return;
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!Allowed.Contains(name))
                data.SetTag(name, null);
        }

        if (data.GetTagItem(HttpSpan.Route) is "/health/live" or "/health/ready" or "/metrics")
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
