using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Decides whether a trigger runs on a change, and fills in the body it sends.</summary>
internal static class TriggerRun
{
    /// <summary>Triggers run on updates but not on deletions, and not for the ticket that a merge closes.</summary>
    public static bool Matches(SimulatedTrigger trigger, Audit audit) =>
        trigger.Active && !audit.After.IsDeleted && audit.After.MergedInto is null
        && trigger.All.All(condition => Holds(condition, audit))
        && (trigger.Any.Count == 0 || trigger.Any.Any(condition => Holds(condition, audit)));

    /// <summary>The placeholder of the status is the label that agents see, not the value used by the API.</summary>
    public static WebhookBody CreateBody(SimulatedTrigger trigger, Audit audit)
    {
        var text = trigger.Body
            .Replace("{{ticket.id}}", audit.After.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{ticket.external_id}}", audit.After.ExternalId ?? "", StringComparison.Ordinal)
            .Replace("{{ticket.status}}", CultureInfo.InvariantCulture.TextInfo.ToTitleCase(audit.After.Status), StringComparison.Ordinal);
        return new WebhookBody("trigger", audit.After.Id, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The conditions that the bridge uses. A condition on anything else does not hold.</summary>
    private static bool Holds(TriggerCondition condition, Audit audit) => (condition.Field, condition.Operator) switch
    {
        ("current_tags", "includes") => (condition.Value ?? "").Split(' ').Any(tag => audit.After.Tags.Contains(tag)),
        ("comment_is_public", "is") => audit.Comment is { } comment && comment.IsPublic == (condition.Value == "true"),
        ("status", "changed") => audit.HasChanged(after => after.Status),
        ("assignee_id", "changed") => audit.HasChanged(after => after.AssigneeId),
        _ => false,
    };
}
