using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the trigger that calls the webhook is there, active and unchanged, where the account needs one.</summary>
internal sealed class TriggerCheck : IAccountCheck
{
    private const string Id = "helpdesk.trigger";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (!probe.NeedsWebhook || (await probe.ReadOwnAsync(cancellationToken)).Own is not { Webhook: { } webhook } own)
            return [];
        var repair = SetupHint.Repair(probe.Account.Name);
        if (!WantedObjects.IsCalledByTriggers(webhook))
        {
            return own.Triggers.Count == 0
                ? [probe.Find(Id, FindingStatus.Skipped, FindingSide.Helpdesk, "The webhook subscribes to events: no trigger is needed.")]
                :
                [
                    probe.Find(
                        Id,
                        FindingStatus.Warn,
                        FindingSide.Helpdesk,
                        "A trigger of the bridge is left over: the webhook subscribes to events.",
                        repair),
                ];
        }

        if (own.Triggers is not [var trigger, ..])
            return [probe.Find(Id, FindingStatus.Fail, FindingSide.Helpdesk, "No trigger calls the webhook, so the bridge is never called.", repair)];
        if (trigger.Active == false)
            return [probe.Find(Id, FindingStatus.Fail, FindingSide.Helpdesk, $"The trigger \"{trigger.Title}\" is not active.", repair)];
        var wanted = probe.Wanted.Describe(byTrigger: true, webhook.Id)[1];
        var change = SetupPlan.Create([wanted], [WantedObjects.Describe(trigger)]).Changes[0];
        return change.Action == SetupAction.None
            ? [probe.Ok(Id, $"The trigger \"{trigger.Title}\" is active and unchanged.")]
            :
            [
                probe.Find(
                    Id,
                    FindingStatus.Fail,
                    FindingSide.Helpdesk,
                    $"The trigger \"{trigger.Title}\" was edited: {string.Join(", ", change.Differences.Select(difference => difference.Property))}.",
                    repair),
            ];
    }
}
