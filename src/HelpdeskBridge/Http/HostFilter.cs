using System.Net;
using HelpdeskBridge.Options;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Http;

/// <summary>
/// Accepts only requests for the service's own host name, that of Bridge:PublicUrl. This stops DNS rebinding: a web page whose host name was
/// pointed at this service sends that name in the Host header. IP addresses and names without a dot are accepted as well, because no web
/// page on the internet has one; proxies and probes use them. When the framework's setting AllowedHosts is set, it decides alone among names
/// that are well formed. A call of HTTP/1.0 may have no Host header: it is for the own host name.
/// </summary>
internal sealed class HostFilter(IOptions<BridgeOptions> options, IConfiguration configuration)
{
    private readonly string _ownHost = new Uri(options.Value.PublicUrl).IdnHost;
    private readonly bool _isLeftToFramework = !string.IsNullOrEmpty(configuration["AllowedHosts"]);

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var given = Read(request);
        if (IsProbe(request.Path))
        {
            if (given is null)
                request.Host = new HostString(_ownHost);
            return next(http);
        }

        if (given is { HasValue: false })
            request.Host = new HostString(_ownHost);
        return given is not null && IsWellFormed(request.Host) && (_isLeftToFramework || IsAllowed(request.Host.Host))
            ? next(http)
            : Problems.UnknownHost().ExecuteAsync(http);
    }

    /// <summary>The framework decodes a name such as xn--e1afmkfd when it is read, and throws if it is not one.</summary>
    /// <returns>Null: it can't be read.</returns>
    private static HostString? Read(HttpRequest request)
    {
        try
        {
            return request.Host;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The server takes some characters that no host has. The pages make addresses of it, which would throw.</summary>
    private static bool IsWellFormed(HostString host) =>
        Uri.CheckHostName(host.Host) != UriHostNameType.Unknown && WebUri.TryParse($"http://{host.Value}/", out _);

    private bool IsAllowed(string host) =>
        host.Equals(_ownHost, StringComparison.OrdinalIgnoreCase) || !host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(host, out _);

    /// <summary>Orchestrators and Prometheus use any name they know. These addresses show no secrets and change nothing.</summary>
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");
}
