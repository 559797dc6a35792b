namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Refuses changes of tickets with 422. The texts, and the fields where <see cref="AccountRules"/> has none, are our own where no recording
/// of Zendesk's was available.
/// </summary>
internal sealed class TicketValidator(UserDirectory users, AccountRules rules)
{
    /// <param name="before">The ticket before the change; null if the change creates it.</param>
    /// <param name="after">The ticket after the change.</param>
    /// <param name="comment">The comment that is part of the change.</param>
    /// <param name="origin">Who makes the change.</param>
    public void Validate(SimulatedTicket? before, SimulatedTicket after, CommentDraft? comment, Origin origin)
    {
        // What stays as it was is not checked: a ticket keeps a requester that is deleted.
        if (after.RequesterId != before?.RequesterId && !Exists(after.RequesterId))
            throw ZendeskApiException.Invalid("requester", "Requester: is not a known user");
        if (before is null && users.Find(after.RequesterId) is { IsSuspended: true })
            throw ZendeskApiException.Invalid("requester", "Requester: is suspended.");
        if (comment is not null && !Exists(comment.AuthorId))
            throw ZendeskApiException.Invalid("author", "Author: is not a known user");
        if (after.GroupId is { } group && group != before?.GroupId && users.FindGroup(group) is null)
            throw ZendeskApiException.Invalid(rules.GroupField, "Group: is invalid");
        if (after.AssigneeId is { } assignee && users.Find(assignee)?.IsStaff != true)
            throw ZendeskApiException.Invalid("assignee", "Assignee: is not an agent");
        ValidateStatus(before?.Status ?? TicketStatus.New, after, origin);
    }

    private void ValidateStatus(string before, SimulatedTicket after, Origin origin)
    {
        if (!TicketStatus.IsKnown(after.Status))
            throw ZendeskApiException.Invalid("status", $"Status: {after.Status} is not recognized", "InvalidValue");
        if (origin.Channel != "api" || after.Status == before)
            return;
        if (rules.RefusedStatuses.Contains(after.Status))
            throw ZendeskApiException.Invalid("status", $"Status: {after.Status} is not allowed", "InvalidValue");
        if (rules.UnassignedSolveField is { } field && after is { Status: TicketStatus.Solved, AssigneeId: null })
            throw ZendeskApiException.Invalid(field, "Assignee: is required when solving a ticket");
    }

    private bool Exists(long userId) => users.Find(userId) is { IsDeleted: false };
}
