using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk.Webhooks;

/// <summary>Reads webhook calls of one account: first the signature, then the body.</summary>
internal sealed class WebhookReader(string helpdesk, string[] returnTags, IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock)
{
    public WebhookReading Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        // The secrets can change at run time.
        var current = options.Get(helpdesk);
        return WebhookSignature.Validate(headers, body.Span, current.WebhookSecrets, current.SignatureTolerance, clock.Now) is { } reason
            ? new WebhookReading.NotGenuine(reason)
            : WebhookBody.Read(body, returnTags);
    }
}
