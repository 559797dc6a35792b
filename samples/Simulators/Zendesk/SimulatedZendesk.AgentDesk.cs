namespace HelpdeskBridge.Simulators.Zendesk;

/// <content>What people at the helpdesk see and do.</content>
public sealed partial class SimulatedZendesk
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64)";

    /// <summary>The user the API acts as.</summary>
    public SimulatedUser ServiceUser { get; }

    /// <summary>Everybody the helpdesk knows.</summary>
    public IReadOnlyList<SimulatedUser> Users => _users.All();

    /// <summary>The agents, without the service user.</summary>
    public IReadOnlyList<SimulatedUser> Agents => [.. _users.All().Where(user => user.Role == "agent")];

    /// <summary>The agent groups.</summary>
    public IReadOnlyList<SimulatedGroup> Groups => _users.Groups();

    /// <summary>Every ticket, oldest first, deleted ones included.</summary>
    public IReadOnlyList<SimulatedTicket> Tickets => _desk.All();

    /// <summary>The ticket with that id; it must exist and not be deleted.</summary>
    public SimulatedTicket Ticket(long ticketId) => FindTicket(ticketId) ?? throw Refusal.NotFound();

    /// <summary>The ticket with that id, unless there is none or it was deleted.</summary>
    public SimulatedTicket? FindTicket(long ticketId) => _desk.Find(ticketId);

    /// <summary>The ticket's comments, oldest first.</summary>
    public IReadOnlyList<SimulatedComment> Comments(long ticketId) => _desk.Comments(ticketId);

    /// <summary>The person with that id, if there is one.</summary>
    public SimulatedUser? FindUser(long userId) => _users.Find(userId);

    /// <summary>An agent writes a comment, and may set the status with the same update ("reply and solve").</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="text">The text, as typed.</param>
    /// <param name="isPublic">Public reply or internal note.</param>
    /// <param name="agentId">Who writes; by default the assignee, or the first agent of the ticket's group.</param>
    /// <param name="status">The status to submit as; by default an open ticket, unless it was further already.</param>
    public SimulatedComment AgentReply(long ticketId, string text, bool isPublic = true, long? agentId = null, string? status = null) =>
        Write(ticketId, new CommentDraft { Body = text, AuthorId = AgentFor(ticketId, agentId).Id, IsPublic = isPublic }, status);

    /// <summary>An agent writes a comment with formatting, and maybe with files.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="html">The text. A picture in it names its file by place: <c>src="cid:0"</c> is the first one.</param>
    /// <param name="files">What is attached, pictures in the text included.</param>
    /// <param name="isPublic">Public reply or internal note.</param>
    /// <param name="agentId">Who writes.</param>
    /// <param name="status">The status to submit as.</param>
    public SimulatedComment AgentReplyHtml(
        long ticketId, string html, IReadOnlyList<AgentFile>? files = null, bool isPublic = true, long? agentId = null, string? status = null)
    {
        var (uploads, attached) = Upload(files ?? []);
        foreach (var (index, file) in attached.Index())
            html = html.Replace($"src=\"cid:{index}\"", $"src=\"{_show.ContentUrl(file)}\"", StringComparison.Ordinal);
        var draft = new CommentDraft { HtmlBody = html, AuthorId = AgentFor(ticketId, agentId).Id, IsPublic = isPublic, UploadTokens = uploads };
        return Write(ticketId, draft, status);
    }

    /// <summary>An agent writes a comment with attachments.</summary>
    public SimulatedComment AgentReplyWithFiles(
        long ticketId, string text, IReadOnlyList<AgentFile> files, bool isPublic = true, long? agentId = null, string? status = null)
    {
        var draft = new CommentDraft { Body = text, AuthorId = AgentFor(ticketId, agentId).Id, IsPublic = isPublic, UploadTokens = Upload(files).Tokens };
        return Write(ticketId, draft, status);
    }

    /// <summary>Where an attachment is, for who may see it; so it stands in the text around a picture.</summary>
    public Uri ContentUrl(SimulatedFile file) => _show.ContentUrl(file);

    /// <summary>Sets a ticket's status; <see cref="TicketStatus.Closed"/> is final.</summary>
    public void SetStatus(long ticketId, string status, long? agentId = null) =>
        Change(ticketId, ticket => ticket with { Status = status }, agentId);

    /// <summary>Gives a ticket to a group, to an agent, or both; null leaves that part as it is.</summary>
    public void Assign(long ticketId, long? groupId = null, long? agentId = null) =>
        Change(ticketId, ticket => ticket with { GroupId = groupId ?? ticket.GroupId, AssigneeId = agentId ?? ticket.AssigneeId }, null);

    /// <summary>Changes any other part of a ticket, as an app or a colleague might: its tags, its external id.</summary>
    public void Change(long ticketId, Func<SimulatedTicket, SimulatedTicket> change, long? agentId = null) =>
        _desk.Update(ticketId, change, comment: null, new Origin(AgentFor(ticketId, agentId), "web", Browser));

    /// <summary>Deletes a ticket: from now on it is not found.</summary>
    public void Delete(long ticketId) => Change(ticketId, ticket => ticket with { IsDeleted = true });

    /// <summary>Marks a ticket as spam: it is deleted, and its requester suspended.</summary>
    public void MarkAsSpam(long ticketId)
    {
        _users.Suspend(Ticket(ticketId).RequesterId);
        Change(ticketId, ticket => ticket with { IsSpam = true, IsDeleted = true });
    }

    /// <summary>Merges a ticket into another: the source is closed, both get an internal note that names the other.</summary>
    public void Merge(long sourceId, long targetId)
    {
        var (source, target) = (Ticket(sourceId), Ticket(targetId));
        var agent = AgentFor(targetId, null);
        var origin = new Origin(agent, "web", Browser);
        _desk.Update(target.Id, ticket => ticket, Note(source.Id, $"Request #{sourceId} \"{source.Subject}\" was closed and merged into this request."), origin);
        _desk.Update(
            source.Id,
            ticket => ticket with { Status = TicketStatus.Closed, MergedInto = targetId, Tags = [.. ticket.Tags, "closed_by_merge"] },
            Note(target.Id, $"This request was closed and merged into request #{targetId} \"{target.Subject}\"."),
            origin);

        CommentDraft Note(long other, string text) => new() { Body = text, AuthorId = agent.Id, IsPublic = false, MergedWith = other };
    }

    /// <summary>Signs an agent in or out.</summary>
    public void SetAgentOnline(long agentId, bool isOnline) => _users.SetOnline(agentId, isOnline);

    /// <summary>Which of the two ways to ask who is there the account's plan has.</summary>
    public AvailabilityOffer Availability { get; set; } = AvailabilityOffer.ByGroup | AvailabilityOffer.ByAgent;

    /// <summary>Keeps business hours, in the place of those with the same id.</summary>
    public void SetSchedule(SimulatedSchedule schedule) => _schedules[schedule.Id] = schedule;

    /// <summary>Where the portrait of a person is, for pages that show it.</summary>
    public Uri PhotoUrl(long userId) => _show.Link($"/system/photos/{userId}/portrait.svg");

    /// <summary>Uploads files under one token, as Zendesk's own editor does.</summary>
    private (string[] Tokens, IReadOnlyList<SimulatedFile> Files) Upload(IReadOnlyList<AgentFile> files)
    {
        Upload? upload = null;
        foreach (var file in files)
            upload = _files.Add(file, upload?.Token);
        return upload is null ? ([], []) : ([upload.Token], upload.Files);
    }

    private SimulatedUser Populate(SimulatedZendeskOptions options)
    {
        foreach (var group in options.Groups)
            _users.AddGroup(group);
        var service = _users.AddStaff(new AgentSetup("Helpdesk Bridge", options.ApiToken?.Email ?? "bridge@example.com"), "admin");
        foreach (var agent in options.Agents)
            _users.AddStaff(agent, "agent");
        return service;
    }

    private SimulatedComment Write(long ticketId, CommentDraft draft, string? status)
    {
        var audit = _desk.Update(
            ticketId,
            ticket => ticket with
            {
                // Answering takes the ticket, as agents' settings usually have it; a new one becomes open with that.
                AssigneeId = draft.IsPublic == true ? ticket.AssigneeId ?? draft.AuthorId : ticket.AssigneeId,
                Status = status ?? ticket.Status,
            },
            draft,
            new Origin(_users.Find(draft.AuthorId)!, "web", Browser));
        return audit.Comment ?? throw new InvalidOperationException("A comment needs a text or a file.");
    }

    private SimulatedUser AgentFor(long ticketId, long? agentId)
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
    /// <summary>What the malware scan says of it: see <see cref="MalwareScans"/>.</summary>
    public string MalwareScan { get; init; } = MalwareScans.NotFound;

    /// <summary>A picture inside the text.</summary>
    public bool IsInline { get; init; }
}

/// <summary>The ways to ask who is there.</summary>
[Flags]
public enum AvailabilityOffer
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The availability of one group; without it 404, as for any address that does not exist.</summary>
    ByGroup = 1,

    /// <summary>The list of all agents; without it 403, as for a user who is no admin.</summary>
    ByAgent = 2,
}
