using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The agent's side of the page: the actions of agents in the simulated Zendesk.</summary>
internal sealed class AgentActions(PlaygroundHost playground, LiveFeed feed)
{
    private static readonly string[] ScanResults = [MalwareScans.NotFound, MalwareScans.Found, MalwareScans.NotScanned];

    private readonly SimulatedZendesk _zendesk = playground.Zendesk;

    public void Map(WebApplication app)
    {
        var desk = app.MapGroup("/api/desk");
        desk.MapPost("/agents/{id:long}", (long id, Presence body) => Run(() => _zendesk.SetAgentOnline(id, body.Online)));

        desk.MapPost("/capacity", (Capacity body) => Run(() => _zendesk.AgentCapacity = body.Tickets));

        var ticket = desk.MapGroup("/tickets/{id:long}");
        ticket.MapPost("/submit", SubmitAsync);
        ticket.MapPost("/assign", (long id, Assignment body) => Run(() => Assign(id, ParseId(body.GroupId), ParseId(body.AgentId))));
        ticket.MapPost("/macro", (long id, Macro body) => Run(() => _zendesk.ApplyMacro(id, body.MacroId, ParseId(body.AgentId))));
        ticket.MapPost("/merge", (long id, MergeTarget body) => Run(() => _zendesk.Merge(id, body.Into)));
        ticket.MapPost("/delete", (long id) => Run(() => _zendesk.Delete(id)));
        ticket.MapPost("/delete-client", (long id) => Run(() => _zendesk.DeleteUser(_zendesk.Ticket(id).RequesterId)));
        ticket.MapPost("/spam", (long id) => Run(() => _zendesk.MarkAsSpam(id)));
        ticket.MapPost("/files/{file:long}/scan", (long id, long file, ScanResult body) => Run(() => FinishScan(id, file, body.Result)));
    }

    /// <summary>Submits a comment, a status, or both at once, like the button below Zendesk's editor.</summary>
    private async Task<IResult> SubmitAsync(long id, HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var (html, status, isPublic) = (form["html"].ToString(), form["status"].ToString(), form["kind"] != "note");
        var agent = ParseId(form["agent"]);
        var scan = ScanResults.FirstOrDefault(known => known == form["scan"], MalwareScans.NotFound);

        // Pictures come first, because the text refers to them by their index.
        var pictures = await ReadAsync(form.Files.GetFiles("picture"), scan, isInline: true);
        var attached = await ReadAsync(form.Files.GetFiles("file"), scan, isInline: false);
        AgentFile[] files = [.. pictures, .. attached];
        return Run(() =>
        {
            if (html.Length > 0 || files.Length > 0)
                _zendesk.AgentReplyHtml(id, html, files, isPublic, agent, status.Length > 0 ? status : null);
            else if (status.Length > 0)
                _zendesk.SetStatus(id, status, agent);
        });
    }

    private static async Task<IReadOnlyList<AgentFile>> ReadAsync(IReadOnlyList<IFormFile> uploads, string scan, bool isInline)
    {
        var files = new List<AgentFile>();
        foreach (var upload in uploads)
        {
            using var content = new MemoryStream();
            await upload.CopyToAsync(content);
            files.Add(new AgentFile(upload.FileName, upload.ContentType ?? "application/octet-stream", content.ToArray())
            {
                MalwareScan = scan,
                IsInline = isInline,
            });
        }

        return files;
    }

    /// <summary>Assigns the ticket. If the agent is not a member of the new group, the ticket has no assignee, as in Zendesk.</summary>
    private void Assign(long id, long? groupId, long? agentId)
    {
        var isMember = _zendesk.Agents.Any(agent => agent.Id == agentId && (groupId is not { } group || agent.GroupIds.Contains(group)));
        _zendesk.Change(id, ticket => ticket with { GroupId = groupId ?? ticket.GroupId, AssigneeId = isMember ? agentId : null });
    }

    private void FinishScan(long ticketId, long fileId, string result)
    {
        var file = _zendesk.Comments(ticketId).SelectMany(comment => comment.Files).First(file => file.Id == fileId);
        file.MalwareScan = ScanResults.First(known => known == result);
    }

    /// <summary>Runs an action of an agent. If Zendesk refuses it, such as a comment on a closed ticket, the page gets the reason.</summary>
    private IResult Run(Action action)
    {
        try
        {
            action();
        }
        catch (InvalidOperationException refusal)
        {
            return Results.Problem(refusal.Message, statusCode: StatusCodes.Status409Conflict);
        }

        feed.SendChanged();
        return Results.NoContent();
    }

    private static long? ParseId(string? text) => long.TryParse(text, out var id) ? id : null;

    private sealed record Presence(bool Online);

    /// <param name="Tickets">How many open tickets Zendesk lets each agent have; null: it does not tell.</param>
    private sealed record Capacity(int? Tickets);

    private sealed record Assignment(string? GroupId, string? AgentId);

    private sealed record Macro(long MacroId, string? AgentId);

    private sealed record MergeTarget(long Into);

    private sealed record ScanResult(string Result);
}
