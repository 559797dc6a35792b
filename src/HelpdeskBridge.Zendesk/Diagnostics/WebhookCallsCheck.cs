using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>How the last calls of the webhook ended, as Zendesk recorded it.</summary>
internal sealed class WebhookCallsCheck : IAccountCheck
{
    private const string Id = "helpdesk.webhook-calls";
    private const int Looked = 20;

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (!probe.NeedsWebhook || (await probe.ReadOwnAsync(cancellationToken)).Own?.Webhook?.Id is not { } id)
            return [];
        var result = await probe.ReadCallsAsync(id, cancellationToken);
        if (result.Content?.Invocations is not { } all)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Network, "Zendesk does not tell how the webhook's calls ended.")];
        var last = all.OrderByDescending(call => call.LatestCompletedAt).Take(Looked).ToList();
        var failed = last.Count(call => !call.Succeeded);
        if (last.Count == 0)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Network, "Zendesk has not called the webhook in the last seven days.")];
        if (last[0].Succeeded)
            return [probe.Ok(Id, $"Zendesk's last call arrived; {failed} of the last {last.Count} failed.", FindingSide.Network)];
        return
        [
            probe.Find(
                Id,
                FindingStatus.Warn,
                FindingSide.Network,
                $"Zendesk's last call of the webhook ended as \"{last[0].Status}\"; {failed} of the last {last.Count} failed.",
                $"Look at the webhook's activity ({SetupHint.WebhookPage}): 401 means a wrong signing secret; no response means "
                + "that Bridge:PublicUrl can't be reached from the internet. If the service was only stopped, nothing has to be done."),
        ];
    }
}
