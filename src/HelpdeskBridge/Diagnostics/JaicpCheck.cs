using System.Net.Sockets;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Diagnostics;

/// <summary>
/// Whether each channel knows JAICP's webhook, and whether its host answers. Only the host's root is asked, with HEAD: a request to the webhook
/// itself could be taken for an event, and its address contains a key.
/// </summary>
internal sealed class JaicpCheck(
    ChannelRegistry channels, StoreLook look, JaicpWebhookRules rules, NameResolver resolve, IHttpClientFactory clients) : IDoctorCheck
{
    private const string KnownId = "jaicp.webhook";
    private const string AnswersId = "jaicp.answers";
    private const string Save = "Open the channel in JAICP (your project, Channels, Customer engagement platforms) and press Save while the service "
        + "runs: JAICP then calls setWebhook.";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var channel in channels.Names)
            findings.AddRange(await CheckAsync(channel, cancellationToken));
        return findings;
    }

    private async Task<IReadOnlyList<Finding>> CheckAsync(string channel, CancellationToken cancellationToken)
    {
        var fixedUrl = channels.Get(channel).WebhookUrl;
        var key = $"{ChannelRegistry.Section}:{channel}:WebhookUrl";
        if ((fixedUrl ?? await look.FindWebhookUrlAsync(channel)) is not { Length: > 0 } url)
        {
            return
            [
                new Finding(
                    KnownId,
                    channel,
                    FindingStatus.Fail,
                    FindingSide.Jaicp,
                    "JAICP has not set its webhook, so agents' answers wait.",
                    $"{Save} Before that, enter the API URL that \"setup plan --show-secrets\" prints."),
            ];
        }

        if (rules.Validate(url) is { } problem)
        {
            return
            [
                new Finding(
                    KnownId,
                    channel,
                    FindingStatus.Fail,
                    FindingSide.Settings,
                    $"JAICP's webhook may not be called: its address {problem}.",
                    "Add the host to Bridge:AllowedJaicpHosts if it is JAICP's; otherwise "
                    + (fixedUrl is null ? "let JAICP set the webhook again." : $"correct {key}.")),
            ];
        }

        var what = fixedUrl is null ? "JAICP has set its webhook." : $"{key} is set.";
        var known = new Finding(KnownId, channel, FindingStatus.Ok, FindingSide.Jaicp, what);
        return [known, await ConnectAsync(channel, new Uri(url), cancellationToken)];
    }

    private async Task<Finding> ConnectAsync(string channel, Uri webhook, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RunningService.Timeout);
        try
        {
            if (webhook.HostNameType == UriHostNameType.Dns && (await resolve(webhook.IdnHost, timeout.Token)).Length == 0)
                return Unresolved(channel, webhook);
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(webhook.GetLeftPart(UriPartial.Authority) + "/"));
            using var response = await clients.CreateClient(UntrustedHttpClient.ClientName).SendAsync(request, timeout.Token);
            return Create(FindingStatus.Ok, $"{webhook.Host} answers.");
        }
        catch (SocketException)
        {
            return Unresolved(channel, webhook);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Create(FindingStatus.Fail, $"{webhook.Host} does not answer.", "Let the firewall allow outgoing https to this host.");
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException forbidden)
        {
            return Create(
                FindingStatus.Fail,
                $"{webhook.Host} may not be called: {forbidden.Message}.",
                "If JAICP is in your own network, add its host to Network:AllowedPrivateHosts.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return Create(
                FindingStatus.Fail,
                $"No secure connection to {webhook.Host} can be made.",
                "Look at the clock of this machine. If a proxy of your company inspects traffic, let this machine trust its certificate.");
        }
        catch (HttpRequestException e)
        {
            return Create(
                FindingStatus.Fail,
                $"No connection to {webhook.Host} can be made ({e.HttpRequestError}).",
                "Let the firewall allow outgoing https to it.");
        }

        Finding Create(FindingStatus status, string what, string fix = "") => new(AnswersId, channel, status, FindingSide.Network, what, fix);
    }

    private static Finding Unresolved(string channel, Uri webhook) => new(
        AnswersId,
        channel,
        FindingStatus.Fail,
        FindingSide.Network,
        $"The name {webhook.Host} of JAICP's webhook does not resolve.",
        $"Look at the name server of this machine. If JAICP has moved: {Save}");
}
