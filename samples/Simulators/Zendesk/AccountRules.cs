namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>What the account's own rules refuse. They can be changed at any time, and agents' actions are not refused by them.</summary>
public sealed class AccountRules
{
    /// <summary>Statuses to which the API may change no ticket: the answer is 422 on the field <c>status</c>.</summary>
    public IReadOnlySet<string> RefusedStatuses { get; set; } = new HashSet<string>();

    /// <summary>
    /// The field that the answer 422 names when the API solves a ticket without an assignee, such as <c>assignee_id</c> or <c>base</c>;
    /// null allows it.
    /// </summary>
    public string? UnassignedSolveField { get; set; }

    /// <summary>The field that the answer 422 names when a group does not exist (any more); Zendesk does not document it.</summary>
    public string GroupField { get; set; } = "group_id";

    /// <summary>Whether webhooks may subscribe to the events of tickets. If not, the answer is 400, and only triggers can call a webhook.</summary>
    public bool OffersTicketEvents { get; set; } = true;

    /// <summary>Whether the signing secrets of webhooks are refused with 403.</summary>
    public bool HidesSigningSecrets { get; set; }

    /// <summary>How long it takes until the search finds a new user.</summary>
    public TimeSpan SearchIndexLag { get; set; }

    /// <summary>Whether there is no account at this address. Then every request is answered 404, as for a wrong subdomain.</summary>
    public bool IsUnknownSubdomain { get; set; }
}
