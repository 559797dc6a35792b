namespace HelpdeskBridge.Simulators.Zendesk;

/// <content>What administrators do, and what the account refuses.</content>
public sealed partial class SimulatedZendesk
{
    /// <summary>What the account's own rules refuse.</summary>
    public AccountRules Rules { get; } = new();

    /// <summary>The address of a brand of the account, at which the help center and its attachments are as well.</summary>
    public Uri BrandUrl => _host.GetUrl(2);

    /// <summary>Whether the addresses of attachments have the brand's host.</summary>
    public bool AttachmentsOnBrandHost { get; set; }

    /// <summary>Which requests for an attachment are answered 200 with the sign-in page instead of the file.</summary>
    public SignInPages SignInPages { get; set; }

    /// <summary>From now on every change of this ticket through the API is refused with 403, until the rule is disposed.</summary>
    public FaultRule RefuseWritesTo(long ticketId) =>
        Faults.Add(FaultMode.Forbidden403, where: request => ZendeskOperation.IsWriteTo(request, ticketId));

    /// <summary>
    /// Merges an end user into another, to whom the tickets go that are not closed. The merged user can no longer be a requester or an author.
    /// </summary>
    public void MergeUser(long loserId, long survivorId)
    {
        _users.Merge(loserId, survivorId);
        ChangeOpenTickets(ticket => ticket.RequesterId == loserId, ticket => ticket with { RequesterId = survivorId });
    }

    /// <summary>Adds an end user who does not come from the bridge.</summary>
    public SimulatedUser AddUser(string name, string? email = null, string? phone = null, string? externalId = null) =>
        _users.Create(name, externalId, email, phone);

    /// <summary>Changes a user, such as the role or the addresses.</summary>
    public void ChangeUser(long userId, Func<SimulatedUser, SimulatedUser> change) => _users.Change(userId, change);

    /// <summary>Deletes an end user, who can no longer be a requester or an author. The tickets keep their requester.</summary>
    public void DeleteUser(long userId) => _users.Delete(userId);

    /// <summary>Sets the name that end users see instead of an agent's own; null means that they see that.</summary>
    public void SetAlias(long agentId, string? alias) => _users.SetAlias(agentId, alias);

    /// <summary>Deletes a group. Its tickets that are not closed have neither group nor assignee then.</summary>
    public void DeleteGroup(long groupId)
    {
        _users.DeleteGroup(groupId);
        ChangeOpenTickets(ticket => ticket.GroupId == groupId, ticket => ticket with { GroupId = null, AssigneeId = null });
    }

    private void ChangeOpenTickets(Func<SimulatedTicket, bool> which, Func<SimulatedTicket, SimulatedTicket> change)
    {
        foreach (var ticket in Tickets.Where(ticket => !ticket.IsDeleted && ticket.Status != TicketStatus.Closed && which(ticket)))
            Change(ticket.Id, change);
    }
}

/// <summary>The requests for an attachment that are answered with a sign-in page. Its status is 200, as for a file.</summary>
[Flags]
public enum SignInPages
{
    /// <summary>None: a request without credentials is answered 403.</summary>
    None = 0,

    /// <summary>Those to the brand's host, with credentials and without: that host knows only the session of a browser.</summary>
    OnBrandHost = 1,

    /// <summary>Those without credentials.</summary>
    WithoutCredentials = 2,

    /// <summary>Those with credentials.</summary>
    WithCredentials = 4,
}
