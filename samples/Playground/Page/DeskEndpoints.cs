using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The agent's side of the page: tickets of the simulated Zendesk and what agents do with them.</summary>
internal sealed class DeskEndpoints(World world, LiveFeed feed)
{
    private readonly SimulatedZendesk _zendesk = world.Zendesk;

    public void Map(WebApplication app)
    {
        var desk = app.MapGroup("/api/desk");
        desk.MapGet("", Show);
        desk.MapGet("/tickets/{id:long}", (long id) => ShowTicket(id));
        desk.MapGet("/tickets/{id:long}/files/{file:long}", (long id, long file) => ShowFile(id, file));
        desk.MapPost("/tickets/{id:long}/reply", ReplyAsync);
        desk.MapPost("/tickets/{id:long}/status", (long id, StatusChange body) => Act(() => _zendesk.SetStatus(id, body.Status)));
        desk.MapPost("/agents/{id:long}", (long id, Presence body) => Act(() => _zendesk.SetAgentOnline(id, body.Online)));
    }

    private object Show() => new
    {
        Tickets = _zendesk.Tickets.Where(ticket => !ticket.IsDeleted).Reverse().Select(Summary),
        Agents = _zendesk.Agents.Select(agent => new { Id = agent.Id.ToString(null, null), agent.Name, agent.IsOnline }),
    };

    private IResult ShowTicket(long id) => _zendesk.FindTicket(id) is { } ticket
        ? Results.Ok(new { Ticket = Summary(ticket), Comments = _zendesk.Comments(id).Select(comment => Comment(ticket, comment)) })
        : Results.NotFound();

    private object Summary(SimulatedTicket ticket) => new
    {
        ticket.Id,
        ticket.Subject,
        ticket.Status,
        ticket.ExternalId,
        ticket.Tags,
        ticket.FollowUpOf,
        Requester = _zendesk.FindUser(ticket.RequesterId)?.Name,
        Assignee = ticket.AssigneeId is { } assignee ? _zendesk.FindUser(assignee)?.Name : null,
        Group = _zendesk.Groups.FirstOrDefault(group => group.Id == ticket.GroupId)?.Name,
        ticket.UpdatedAt,
    };

    private object Comment(SimulatedTicket ticket, SimulatedComment comment)
    {
        var author = _zendesk.FindUser(comment.AuthorId);
        return new
        {
            Author = author?.Name,
            IsStaff = author?.IsStaff == true,
            comment.Body,
            comment.IsPublic,
            comment.CreatedAt,

            // Ids go to the page as text: JavaScript's numbers can't hold all of them.
            Files = comment.Files.Select(file => new { file.Name, Url = $"/api/desk/tickets/{ticket.Id}/files/{file.Id}" }),
        };
    }

    private IResult ShowFile(long id, long fileId)
    {
        var file = _zendesk.Comments(id).SelectMany(comment => comment.Files).FirstOrDefault(file => file.Id == fileId);
        return file is null ? Results.NotFound() : Results.File(file.Content.ToArray(), file.ContentType, file.Name);
    }

    private async Task<IResult> ReplyAsync(long id, HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var (text, isPublic) = (form["text"].ToString(), form["kind"] != "note");
        long? agent = long.TryParse(form["agent"], out var chosen) ? chosen : null;
        var files = await ReadFilesAsync(form.Files);
        return Act(() => _zendesk.AgentReplyWithFiles(id, text, files, isPublic, agent, form["kind"] == "solve" ? TicketStatus.Solved : null));
    }

    private static async Task<AgentFile[]> ReadFilesAsync(IFormFileCollection uploads)
    {
        var files = new List<AgentFile>();
        foreach (var upload in uploads)
        {
            using var content = new MemoryStream();
            await upload.CopyToAsync(content);
            files.Add(new AgentFile(upload.FileName, upload.ContentType ?? "application/octet-stream", content.ToArray()));
        }

        return [.. files];
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

    private sealed record StatusChange(string Status);

    private sealed record Presence(bool Online);
}
