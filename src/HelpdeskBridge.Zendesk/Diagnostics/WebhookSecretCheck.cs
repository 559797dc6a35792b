using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>
/// Whether the settings have the webhook's signing secret. Where Zendesk does not tell the secret, the last calls of the webhook show whether they
/// were accepted.
/// </summary>
internal sealed class WebhookSecretCheck : IAccountCheck
{
    private const string Id = "helpdesk.webhook-secret";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (!probe.NeedsWebhook || (await probe.ReadOwnAsync(cancellationToken)).Own?.Webhook?.Id is not { } id)
            return [];
        var result = await probe.Admin.ReadSigningSecretAsync(id, cancellationToken).ToResultAsync(probe.Clock, cancellationToken);
        if (result.Content?.SigningSecret?.Secret is not { Length: > 0 } secret)
            return [await JudgeByCallsAsync(probe, id, cancellationToken)];
        return probe.Options.WebhookSecrets.Contains(secret)
            ? [probe.Ok(Id, "The settings have the webhook's signing secret.", FindingSide.Settings)]
            :
            [
                probe.Find(
                    Id,
                    FindingStatus.Fail,
                    FindingSide.Settings,
                    $"The signing secret of the webhook is not in {probe.Key}:WebhookSecrets, so its calls are refused.",
                    $"Set {probe.Key}:WebhookSecrets:0 to the secret that \"setup plan --helpdesk {probe.Account.Name} --show-secrets\" shows."),
            ];
    }

    private static async Task<Finding> JudgeByCallsAsync(AccountProbe probe, string webhookId, CancellationToken cancellationToken)
    {
        var calls = (await probe.ReadCallsAsync(webhookId, cancellationToken)).Content?.Invocations ?? [];
        return calls.Take(1).FirstOrDefault() switch
        {
            { Succeeded: true } => probe.Ok(
                Id, "Zendesk does not tell the signing secret, but the bridge accepted the last call.", FindingSide.Settings),
            { } last => probe.Find(
                Id,
                FindingStatus.Warn,
                FindingSide.Settings,
                $"Zendesk does not tell the signing secret, and the last call of the webhook ended as \"{last.Status}\".",
                $"Compare {probe.Key}:WebhookSecrets:0 with the secret on the webhook's page ({SetupHint.WebhookPage})."),
            null => probe.Find(
                Id,
                FindingStatus.Skipped,
                FindingSide.Settings,
                "Zendesk does not tell the signing secret, and the webhook was not called in the last seven days.",
                "Run \"doctor --self-test\" while the service runs."),
        };
    }
}
