using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The agent's side of the page: what agents do in the simulated Zendesk.</summary>
internal sealed class DeskActions(World world, LiveFeed feed)
{
    private static readonly string[] Scans = [MalwareScans.NotFound, MalwareScans.Found, MalwareScans.NotScanned];

    private readonly SimulatedZendesk _zendesk = world.Zendesk;

    public void Map(WebApplication app)
    {
        var desk = app.MapGroup("/api/desk");
        desk.MapPost("/agents/{id:long}", (long id, Presence body) => Act(() => _zendesk.SetAgentOnline(id, body.Online)));

        var ticket = desk.MapGroup("/tickets/{id:long}");
        ticket.MapPost("/submit", SubmitAsync);
        ticket.MapPost("/assign", (long id, Assignment body) => Act(() => Assign(id, Id(body.GroupId), Id(body.AgentId))));
        ticket.MapPost("/merge", (long id, Merging body) => Act(() => _zendesk.Merge(id, body.Into)));
        ticket.MapPost("/delete", (long id) => Act(() => _zendesk.Delete(id)));
        ticket.MapPost("/spam", (long id) => Act(() => _zendesk.MarkAsSpam(id)));
        ticket.MapPost("/files/{file:long}/scan", (long id, long file, ScanResult body) => Act(() => FinishScan(id, file, body.Result)));
    }

    /// <summary>A comment, a status, or both at once, as the button under Zendesk's editor does.</summary>
    private async Task<IResult> SubmitAsync(long id, HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var (html, status, isPublic) = (form["html"].ToString(), form["status"].ToString(), form["kind"] != "note");
        var agent = Id(form["agent"]);
        var scan = Scans.FirstOrDefault(known => known == form["scan"], MalwareScans.NotFound);

        // Pictures in the text come first: the text names them by their place.
        AgentFile[] files = [.. await ReadAsync(form.Files.GetFiles("picture"), scan, isInline: true), .. await ReadAsync(form.Files.GetFiles("file"), scan, isInline: false)];
        return Act(() =>
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
            files.Add(new AgentFile(upload.FileName, upload.ContentType ?? "application/octet-stream", content.ToArray()) { MalwareScan = scan, IsInline = isInline });
        }

        return files;
    }

    /// <summary>A group takes the ticket from an agent who doesn't belong to it, as in Zendesk.</summary>
    private void Assign(long id, long? groupId, long? agentId)
    {
        var belongs = _zendesk.Agents.Any(agent => agent.Id == agentId && (groupId is not { } group || agent.GroupIds.Contains(group)));
        _zendesk.Change(id, ticket => ticket with { GroupId = groupId ?? ticket.GroupId, AssigneeId = belongs ? agentId : null });
    }

    private void FinishScan(long ticketId, long fileId, string result)
    {
        var file = _zendesk.Comments(ticketId).SelectMany(comment => comment.Files).First(file => file.Id == fileId);
        file.MalwareScan = Scans.First(known => known == result);
    }

    /// <summary>Does what an agent asked for. What Zendesk refuses, such as an answer on a closed ticket, is told to the page.</summary>
    private IResult Act(Action action)
    {
        try
        {
            action();
        }
        catch (InvalidOperationException refusal)
        {
            return Results.Problem(refusal.Message, statusCode: StatusCodes.Status409Conflict);
        }

        feed.Changed();
        return Results.NoContent();
    }

    private static long? Id(string? text) => long.TryParse(text, out var id) ? id : null;

    private sealed record Presence(bool Online);

    private sealed record Assignment(string? GroupId, string? AgentId);

    private sealed record Merging(long Into);

    private sealed record ScanResult(string Result);
}
