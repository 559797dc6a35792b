using System.Net;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Http;

/// <summary>
/// Answers only to its own name: the host of Bridge:PublicUrl. A page in an operator's browser whose name was made to lead here (DNS
/// rebinding) comes with that page's name and gets nowhere. Addresses and names without a dot can't be anybody's page; proxies, probes
/// and a first try come with those. Where the framework's setting AllowedHosts is made, it decides alone.
/// </summary>
internal sealed class HostFilter(IOptions<BridgeOptions> options, IConfiguration configuration)
{
    private readonly string _own = new Uri(options.Value.PublicUrl).IdnHost;
    private readonly bool _isLeftToFramework = !string.IsNullOrEmpty(configuration["AllowedHosts"]);

    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        _isLeftToFramework || IsAllowed(http.Request.Host.Host) || IsProbe(http.Request.Path) ? next(http) : Problems.StrangeHost().ExecuteAsync(http);

    private bool IsAllowed(string host) =>
        host.Equals(_own, StringComparison.OrdinalIgnoreCase) || !host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(host, out _);

    /// <summary>Orchestrators and Prometheus call by whatever name they know; there is nothing to steal or to do.</summary>
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");
}
