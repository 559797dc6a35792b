using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Diagnostics;

/// <summary>
/// Whether the public address leads to the service, as far as this can be seen from here: name, certificate, connection, and the proxy before the
/// service. A service that does not run is no failure.
/// </summary>
internal sealed class PublicUrlCheck(
    IOptions<BridgeOptions> options, NetworkRules network, NameResolver resolve, ServiceAddress service, IHttpClientFactory clients) : IDoctorCheck
{
    private const string Id = "network.public-url";
    private const string ProxyId = "network.proxy";
    private const string Setting = "Bridge:PublicUrl";

    /// <summary>An address that the host filter protects, and that shows no secret.</summary>
    private const string FilteredPath = "/openapi/v1.json";

    private readonly string _publicUrl = options.Value.PublicUrl.TrimEnd('/');

    /// <summary>Whether the service answered.</summary>
    public bool ServiceAnswers { get; private set; }

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        if (await CheckNameAsync(cancellationToken) is { } finding)
        {
            findings.Add(finding);
            if (finding.Status == FindingStatus.Fail)
                return findings;
        }

        findings.AddRange(await CheckAnswerAsync(cancellationToken));
        return findings;
    }

    private async Task<Finding?> CheckNameAsync(CancellationToken cancellationToken)
    {
        var url = new Uri(_publicUrl);
        try
        {
            IPAddress[] addresses = IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal)
                ? [literal]
                : await resolve(url.IdnHost, cancellationToken);
            var isPrivate = addresses.Length > 0 && addresses.All(address => PublicAddress.Validate(address) is not null);
            if (isPrivate && !network.IsAllowedPrivate(url.Host))
            {
                return Create(
                    Id,
                    FindingStatus.Warn,
                    $"{url.Host} resolves to {addresses[0]}, which can't be reached from the internet.",
                    $"Let the name resolve to a public address, or set {Setting} to one that JAICP and the helpdesk reach.");
            }

            return url.Scheme == Uri.UriSchemeHttps || isPrivate
                ? null
                : Create(
                    Id, FindingStatus.Warn, $"{Setting} has no https: keys and texts can be read on the way.", $"Set {Setting} to an https address.");
        }
        catch (SocketException e)
        {
            return Create(
                Id,
                FindingStatus.Fail,
                $"The name {url.Host} does not resolve ({e.SocketErrorCode}).",
                $"Create its DNS record, or correct {Setting}.");
        }
    }

    private async Task<IReadOnlyList<Finding>> CheckAnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await RunningService.GetAsync(clients, new Uri(_publicUrl + RunningService.LivePath), cancellationToken);
            if (await RunningService.IsBridgeAsync(response, cancellationToken))
            {
                ServiceAnswers = true;
                service.Url = new Uri(_publicUrl + "/");
                return [Create(Id, FindingStatus.Ok, $"The service answers at {_publicUrl}."), await CheckHostAsync(cancellationToken)];
            }

            var status = (int)response.StatusCode;
            return status is 502 or 503 or 504
                ?
                [
                    Create(
                        Id,
                        FindingStatus.Warn,
                        $"A proxy answers {status} at {_publicUrl}: the service behind it does not.",
                        "Start the service. If it runs, let the proxy forward to the address that Urls names."),
                ]
                :
                [
                    Create(
                        Id,
                        FindingStatus.Fail,
                        $"Something else than the bridge answers at {_publicUrl}{RunningService.LivePath} ({status}).",
                        $"Let the proxy forward this host and path to the service, or correct {Setting}."),
                ];
        }
        catch (TimeoutException)
        {
            return [Unreachable($"Nothing answers at {_publicUrl} within {RunningService.Timeout.TotalSeconds:0} seconds.")];
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            var reason = e.InnerException is AuthenticationException inner ? inner.Message : e.Message;
            return
            [
                Create(
                    Id,
                    FindingStatus.Fail,
                    $"The certificate at {_publicUrl} is not accepted: {reason}",
                    "Give the proxy a certificate for this name that everybody trusts, with its whole chain: JAICP and Zendesk refuse any other."),
            ];
        }
        catch (HttpRequestException e)
        {
            return [Unreachable($"No connection to {_publicUrl} can be made from here ({e.HttpRequestError}).")];
        }
    }

    private static Finding Unreachable(string what) => Create(
        Id,
        FindingStatus.Warn,
        what,
        $"Start the service and the proxy. If both run, let the firewall accept the port; some networks do not let a machine call its own public "
        + $"address, so try {Setting} from outside as well.");

    /// <summary>The host filter refuses other names than that of the public address.</summary>
    private async Task<Finding> CheckHostAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await RunningService.GetAsync(clients, new Uri(_publicUrl + FilteredPath), cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Create(ProxyId, FindingStatus.Ok, "Requests arrive with the right host name."),
                HttpStatusCode.BadRequest => Create(
                    ProxyId,
                    FindingStatus.Fail,
                    "The proxy does not pass the Host header on, so the service refuses what it forwards (400).",
                    "Let the proxy pass it on (nginx: proxy_set_header Host $host;), or set AllowedHosts to the name that it sends."),
                var status => Create(
                    ProxyId,
                    FindingStatus.Fail,
                    $"The proxy forwards {RunningService.LivePath}, but {FilteredPath} is answered {(int)status}.",
                    $"Let the proxy forward everything under {Setting} to the service."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return Create(ProxyId, FindingStatus.Warn, "A second request was not answered.", "Run doctor again.");
        }
    }

    private static Finding Create(string id, FindingStatus status, string what, string fix = "") =>
        new(id, Setting, status, FindingSide.Network, what, fix);
}
