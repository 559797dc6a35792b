using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the webhook exists, is active, calls this bridge, and does so after everything the bridge has to know.</summary>
internal sealed class WebhookCheck : IAccountCheck
{
    private const string Id = "helpdesk.webhook";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (!probe.NeedsWebhook)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Helpdesk, $"{probe.Key}:Feed is Poll: no webhook is needed.")];
        var (own, failure) = await probe.ReadOwnAsync(cancellationToken);
        if (failure is not null)
            return [CannotRead(probe, failure)];
        var repair = SetupHint.Repair(probe.Account.Name);
        if (own!.Webhook is not { } webhook)
        {
            var others = string.Join(" ", own.Namesakes.Select(other => $"The webhook \"{other.Name}\" calls another address, {other.Endpoint}."));
            return
            [
                probe.Find(
                    Id, FindingStatus.Fail, FindingSide.Helpdesk, $"No webhook calls {probe.Wanted.Names.Endpoint}. {others}".TrimEnd(), repair),
            ];
        }

        var wanted = probe.Wanted.Describe(WantedObjects.IsCalledByTriggers(webhook), webhook.Id)[0];
        var change = SetupPlan.Create([wanted], [WantedObjects.Describe(webhook)]).Changes[0];
        if (change.Action == SetupAction.None)
            return [probe.Ok(Id, $"The webhook \"{webhook.Name}\" is active and calls {webhook.Endpoint}.")];
        var faults = FindFaults(webhook, wanted, change).ToList();
        return
        [
            faults.Count > 0
                ? probe.Find(Id, FindingStatus.Fail, FindingSide.Helpdesk, $"The webhook \"{webhook.Name}\" {string.Join("; it ", faults)}.", repair)
                : probe.Find(
                    Id,
                    FindingStatus.Warn,
                    FindingSide.Helpdesk,
                    $"The webhook \"{webhook.Name}\" was edited ({string.Join(", ", change.Differences.Select(difference => difference.Property))}), "
                    + "but still calls the bridge.",
                    repair),
        ];
    }

    /// <summary>Reading webhooks is for admins. The bridge itself works without that, so it is no failure.</summary>
    private static Finding CannotRead(AccountProbe probe, ZendeskFailure failure) => failure.Status == HttpStatusCode.Forbidden
        ? probe.Find(
            Id,
            FindingStatus.Warn,
            FindingSide.Helpdesk,
            "The webhook can't be tested: reading webhooks is for admins (403).",
            "Make the user of the bridge an admin (Admin Center, People, Team members), or look at the webhook by hand.")
        : probe.FromFailure(Id, failure, before: "The webhooks can't be read. ");

    /// <summary>What keeps the bridge from being called. Another name, or further subscriptions, do not.</summary>
    private static IEnumerable<string> FindFaults(ZendeskWebhook webhook, SetupObject wanted, SetupChange change)
    {
        if (webhook.Status != "active")
            yield return $"is {webhook.Status}, not active";
        foreach (var difference in change.Differences)
        {
            if (difference.Property == "endpoint")
                yield return $"calls {difference.Actual} instead of {difference.Wanted}";
            else if (difference.Property is "method" or "format")
                yield return $"has the {difference.Property} {difference.Actual} instead of {difference.Wanted}";
        }

        var lacking = wanted.Properties["subscriptions"].Split(", ")
            .Except(WantedObjects.Describe(webhook).Properties["subscriptions"].Split(", ")).ToList();
        if (lacking.Count > 0)
            yield return $"does not subscribe to {string.Join(", ", lacking)}";
    }
}

/// <summary>Where to look at what was made in the account, and the command that puts it right.</summary>
internal static class SetupHint
{
    /// <summary>Where the account's webhooks are (support.zendesk.com 4408839108378).</summary>
    public const string WebhookPage = "Admin Center, Apps and integrations, Actions and webhooks, Webhooks";

    public static string Repair(string helpdesk) => $"Run \"setup apply --helpdesk {helpdesk}\", which makes it as it should be.";
}
