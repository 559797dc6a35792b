using System.Net;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Http;

/// <summary>
/// Accepts only requests for the service's own host name, that of Bridge:PublicUrl. This stops DNS rebinding: a web page whose host name was
/// pointed at this service sends that name in the Host header. IP addresses and names without a dot are accepted as well, because no web
/// page on the internet has one; proxies and probes use them. When the framework's setting AllowedHosts is set, it decides alone.
/// </summary>
internal sealed class HostFilter(IOptions<BridgeOptions> options, IConfiguration configuration)
{
    private readonly string _ownHost = new Uri(options.Value.PublicUrl).IdnHost;
    private readonly bool _isLeftToFramework = !string.IsNullOrEmpty(configuration["AllowedHosts"]);

    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        _isLeftToFramework || IsAllowed(http.Request.Host.Host) || IsProbe(http.Request.Path)
            ? next(http)
            : Problems.UnknownHost().ExecuteAsync(http);

    private bool IsAllowed(string host) =>
        host.Equals(_ownHost, StringComparison.OrdinalIgnoreCase) || !host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(host, out _);

    /// <summary>Orchestrators and Prometheus use any name they know. These addresses show no secrets and change nothing.</summary>
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");
}
