using System.Net;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <content>What agents see and do.</content>
public sealed partial class SimulatedZendesk
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64)";

    /// <summary>The user the API acts as.</summary>
    public SimulatedUser ServiceUser { get; }

    /// <summary>All users: end users, agents and admins.</summary>
    public IReadOnlyList<SimulatedUser> Users => _users.GetAll();

    /// <summary>The agents, without the service user.</summary>
    public IReadOnlyList<SimulatedUser> Agents => [.. _users.GetAll().Where(user => user.Role == "agent")];

    /// <summary>The agent groups.</summary>
    public IReadOnlyList<SimulatedGroup> Groups => _users.GetGroups();

    /// <summary>Every ticket, oldest first, deleted ones included.</summary>
    public IReadOnlyList<SimulatedTicket> Tickets => _tickets.GetAll();

    /// <summary>The ticket with this id. It must exist and not be deleted.</summary>
    public SimulatedTicket Ticket(long ticketId) => FindTicket(ticketId) ?? throw ZendeskApiException.NotFound();

    /// <summary>The ticket with this id; null if there is none or it was deleted.</summary>
    public SimulatedTicket? FindTicket(long ticketId) => _tickets.Find(ticketId);

    /// <summary>The ticket's comments, oldest first.</summary>
    public IReadOnlyList<SimulatedComment> Comments(long ticketId) => _tickets.GetComments(ticketId);

    /// <summary>What was changed in the ticket since it was created, oldest first, without comments.</summary>
    public IReadOnlyList<SimulatedChange> Changes(long ticketId) => [.. _tickets.GetAudits(ticketId).SelectMany(audit => audit.GetChanges())];

    /// <summary>The values of custom fields with which the ticket was created.</summary>
    public IReadOnlyList<string> CreatedFields(long ticketId) =>
        [.. _tickets.GetAudits(ticketId).Take(1).SelectMany(audit => audit.After.CustomFields.Values).Select(value => value.ToString())];

    /// <summary>The user with this id; null if there is none.</summary>
    public SimulatedUser? FindUser(long userId) => _users.Find(userId);

    /// <summary>An agent writes a comment, and can set the status in the same update ("reply and solve").</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="text">The text as typed.</param>
    /// <param name="isPublic">True for a public reply, false for an internal note.</param>
    /// <param name="agentId">The author; by default the assignee, or the first agent of the ticket's group.</param>
    /// <param name="status">The status to set; by default the status stays, and a new ticket becomes open when it gets an assignee.</param>
    /// <param name="addedTag">A tag to add in the same update, as a macro does.</param>
    public SimulatedComment AgentReply(
        long ticketId, string text, bool isPublic = true, long? agentId = null, string? status = null, string? addedTag = null) =>
        Write(ticketId, new CommentDraft { Body = text, AuthorId = GetAgent(ticketId, agentId).Id, IsPublic = isPublic }, status, addedTag);

    /// <summary>An agent writes a formatted comment, optionally with files.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="html">The text. A picture in it refers to its file by index: <c>src="cid:0"</c> is the first file.</param>
    /// <param name="files">The attached files, including pictures in the text.</param>
    /// <param name="isPublic">True for a public reply, false for an internal note.</param>
    /// <param name="agentId">The author.</param>
    /// <param name="status">The status to set.</param>
    public SimulatedComment AgentReplyHtml(
        long ticketId, string html, IReadOnlyList<AgentFile>? files = null, bool isPublic = true, long? agentId = null, string? status = null)
    {
        var (tokens, uploaded) = Upload(files ?? []);
        foreach (var (index, file) in uploaded.Index())
            html = html.Replace($"src=\"cid:{index}\"", $"src=\"{_representations.GetContentUrl(file)}\"", StringComparison.Ordinal);
        var author = GetAgent(ticketId, agentId).Id;
        var draft = new CommentDraft { HtmlBody = html, AuthorId = author, IsPublic = isPublic, UploadTokens = tokens };
        return Write(ticketId, draft, status);
    }

    /// <summary>An agent writes a comment with attachments.</summary>
    public SimulatedComment AgentReplyWithFiles(
        long ticketId, string text, IReadOnlyList<AgentFile> files, bool isPublic = true, long? agentId = null, string? status = null)
    {
        var author = GetAgent(ticketId, agentId).Id;
        var draft = new CommentDraft { Body = text, AuthorId = author, IsPublic = isPublic, UploadTokens = Upload(files).Tokens };
        return Write(ticketId, draft, status);
    }

    /// <summary>An agent writes a public comment with things in its text that are not among its attachments.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="text">The text before them; it may be empty.</param>
    /// <param name="embedded">The pictures, emoji and videos, in order.</param>
    public SimulatedComment AgentReplyEmbedding(long ticketId, string text, params IReadOnlyList<Embedded> embedded)
    {
        var author = GetAgent(ticketId, null).Id;
        var (tokens, uploaded) = Upload([.. embedded.Select(item => item.File).OfType<AgentFile>()]);
        var addresses = new Queue<Uri>(uploaded.Select(_representations.GetContentUrl));
        var html = embedded.Select(item =>
            item.File is null ? item.Html : item.Html.Replace(Embedded.FileAddress, addresses.Dequeue().ToString(), StringComparison.Ordinal));
        var body = $"<p>{WebUtility.HtmlEncode(text)}{string.Concat(html)}</p>";
        var draft = new CommentDraft { HtmlBody = body, AuthorId = author, IsPublic = true, UploadTokens = tokens };
        return Write(ticketId, draft, status: null);
    }

    /// <summary>The address of an attachment. Pictures in a comment's text have it as their source.</summary>
    public Uri ContentUrl(SimulatedFile file) => _representations.GetContentUrl(file);

    /// <summary>Sets a ticket's status; <see cref="TicketStatus.Closed"/> is final.</summary>
    public void SetStatus(long ticketId, string status, long? agentId = null) =>
        Change(ticketId, ticket => ticket with { Status = status }, agentId);

    /// <summary>An agent applies a macro, of which only the tags that it adds count here.</summary>
    public void ApplyMacro(long ticketId, long macroId, long? agentId = null)
    {
        var macro = Macros.Single(macro => macro.Id == macroId);
        Change(ticketId, ticket => ticket with { Tags = [.. ticket.Tags.Union(macro.AddedTags)] }, agentId);
    }

    /// <summary>Assigns a ticket to a group, an agent, or both; null leaves that part unchanged.</summary>
    public void Assign(long ticketId, long? groupId = null, long? agentId = null) =>
        Change(ticketId, ticket => ticket with { GroupId = groupId ?? ticket.GroupId, AssigneeId = agentId ?? ticket.AssigneeId }, null);

    /// <summary>Changes any other part of a ticket, such as its tags or its external id, as an app or an agent can.</summary>
    public void Change(long ticketId, Func<SimulatedTicket, SimulatedTicket> change, long? agentId = null) =>
        _tickets.Update(ticketId, change, comment: null, new Origin(GetAgent(ticketId, agentId), "web", Browser));

    /// <summary>Deletes a ticket. From then on it is not found.</summary>
    public void Delete(long ticketId) => Change(ticketId, ticket => ticket with { IsDeleted = true });

    /// <summary>Marks a ticket as spam, which deletes it and suspends its requester.</summary>
    public void MarkAsSpam(long ticketId)
    {
        _users.Suspend(Ticket(ticketId).RequesterId);
        Change(ticketId, ticket => ticket with { IsSpam = true, IsDeleted = true });
    }

    /// <summary>Merges a ticket into another. The source is closed, and both get an internal note that names the other.</summary>
    public void Merge(long sourceId, long targetId)
    {
        var (source, target) = (Ticket(sourceId), Ticket(targetId));
        var agent = GetAgent(targetId, null);
        var origin = new Origin(agent, "web", Browser);
        _tickets.Update(
            target.Id,
            ticket => ticket,
            CreateNote(source.Id, $"Request #{sourceId} \"{source.Subject}\" was closed and merged into this request."),
            origin);
        _tickets.Update(
            source.Id,
            ticket => ticket with { Status = TicketStatus.Closed, MergedInto = targetId, Tags = [.. ticket.Tags, "closed_by_merge"] },
            CreateNote(target.Id, $"This request was closed and merged into request #{targetId} \"{target.Subject}\"."),
            origin);

        CommentDraft CreateNote(long other, string text) => new() { Body = text, AuthorId = agent.Id, IsPublic = false, MergedWith = other };
    }

    /// <summary>Signs an agent in or out.</summary>
    public void SetAgentOnline(long agentId, bool isOnline) => _users.SetOnline(agentId, isOnline);

    /// <summary>Which availability endpoints the account's plan has.</summary>
    public AvailabilityOffer Availability { get; set; } = AvailabilityOffer.ByGroup | AvailabilityOffer.ByAgent;

    /// <summary>How many tickets an agent takes; null: the account has no omnichannel routing, which would know.</summary>
    public int? AgentCapacity { get; set; }

    /// <summary>Adds a schedule, or replaces the one with the same id.</summary>
    public void SetSchedule(SimulatedSchedule schedule) => _schedules[schedule.Id] = schedule;

    /// <summary>The address of a user's profile photo.</summary>
    public Uri PhotoUrl(long userId) => _representations.GetUrl($"/system/photos/{userId}/portrait.svg");

    /// <summary>Uploads files under a single token, as Zendesk's own editor does.</summary>
    private (string[] Tokens, IReadOnlyList<SimulatedFile> Files) Upload(IReadOnlyList<AgentFile> files)
    {
        Upload? upload = null;
        foreach (var file in files)
            upload = _attachments.Add(file, upload?.Token);
        return upload is null ? ([], []) : ([upload.Token], upload.Files);
    }

    private int CountTicketsInHand(long agentId) => _tickets.GetAll().Count(ticket =>
        ticket is { IsDeleted: false, Status: TicketStatus.New or TicketStatus.Open } && ticket.AssigneeId == agentId);

    private SimulatedUser CreateUsers(SimulatedZendeskOptions options)
    {
        foreach (var group in options.Groups)
            _users.AddGroup(group);
        var service = _users.AddStaff(new AgentSetup("Helpdesk Bridge", options.ApiToken?.Email ?? "bridge@example.com"), "admin");
        foreach (var agent in options.Agents)
            _users.AddStaff(agent, "agent");
        return service;
    }

    private SimulatedComment Write(long ticketId, CommentDraft draft, string? status, string? addedTag = null)
    {
        var audit = _tickets.Update(
            ticketId,
            ticket => ticket with
            {
                // The agent who answers becomes the assignee, as accounts are usually set up, and a new ticket becomes open.
                AssigneeId = draft.IsPublic == true ? ticket.AssigneeId ?? draft.AuthorId : ticket.AssigneeId,
                Status = status ?? ticket.Status,
                Tags = addedTag is null ? ticket.Tags : [.. ticket.Tags.Union([addedTag])],
            },
            draft,
            new Origin(_users.Find(draft.AuthorId)!, "web", Browser));
        return audit.Comment ?? throw new InvalidOperationException("A comment needs a text or a file.");
    }

    private SimulatedUser GetAgent(long ticketId, long? agentId)
    {
        if (agentId is { } chosen)
            return _users.Find(chosen) ?? throw new ArgumentException($"No agent has the id {chosen}.", nameof(agentId));
        var ticket = Ticket(ticketId);
        if (ticket.AssigneeId is { } assignee)
            return _users.Find(assignee)!;
        return Agents.FirstOrDefault(agent => ticket.GroupId is { } group && agent.GroupIds.Contains(group)) ?? Agents[0];
    }
}

/// <summary>A file an agent attaches.</summary>
public sealed record AgentFile(string Name, string ContentType, byte[] Content)
{
    /// <summary>The result of the malware scan: one of <see cref="MalwareScans"/>.</summary>
    public string MalwareScan { get; init; } = MalwareScans.NotFound;

    /// <summary>True for a picture inside the text.</summary>
    public bool IsInline { get; init; }

    /// <summary>True for a picture inside the text that is not among the attachments.</summary>
    public bool IsUnlisted { get; init; }
}

/// <summary>The endpoints that tell which agents are online.</summary>
[Flags]
public enum AvailabilityOffer
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The availability of a group; without it the answer is 404, as for any address that does not exist.</summary>
    ByGroup = 1,

    /// <summary>The list of all agents; without it the answer is 403, as for a user who is not an admin.</summary>
    ByAgent = 2,
}
