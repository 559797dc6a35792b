using System.Globalization;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Playground;

/// <summary>The agent's side of the page: what the desk shows of the simulated Zendesk. Ids of people, groups and files go to the page as text: JavaScript's numbers can't hold all of them.</summary>
internal sealed class DeskView(World world)
{
    private readonly SimulatedZendesk _zendesk = world.Zendesk;

    public void Map(WebApplication app)
    {
        var desk = app.MapGroup("/api/desk");
        desk.MapGet("", Show);
        desk.MapGet("/tickets/{id:long}", (long id) => ShowTicket(id));
        desk.MapGet("/tickets/{id:long}/files/{file:long}", (long id, long file) => ShowFile(id, file));
    }

    private object Show() => new
    {
        Tickets = _zendesk.Tickets.Reverse().Select(ticket => new
        {
            ticket.Id,
            ticket.Subject,
            Status = GetStatus(ticket),
            ticket.IsDeleted,
            Requester = GetName(ticket.RequesterId),
            Group = _zendesk.Groups.FirstOrDefault(group => group.Id == ticket.GroupId)?.Name,
        }),
        Agents = _zendesk.Agents.Select(agent => new { Id = Text(agent.Id), agent.Name, agent.IsOnline, GroupIds = agent.GroupIds.Select(id => Text(id)) }),
        Groups = _zendesk.Groups.Select(group =>
        {
            var members = _zendesk.Agents.Where(agent => agent.GroupIds.Contains(group.Id)).ToList();
            return new { Id = Text(group.Id), group.Name, Online = members.Count(agent => agent.IsOnline), Members = members.Count };
        }),
    };

    private IResult ShowTicket(long id) => _zendesk.FindTicket(id) is { } ticket
        ? Results.Ok(new { Ticket = Ticket(ticket), Comments = _zendesk.Comments(id).Select(Comment) })
        : Results.NotFound();

    private object Ticket(SimulatedTicket ticket) => new
    {
        ticket.Id,
        ticket.Subject,
        ticket.Status,
        ticket.ExternalId,
        ticket.Tags,
        Fields = ticket.CustomFields.Select(field => new { Name = BridgeSettings.FieldNames.GetValueOrDefault(field.Key, Text(field.Key)!), Value = field.Value.ToString() }),
        GroupId = Text(ticket.GroupId),
        AssigneeId = Text(ticket.AssigneeId),
        Assignee = GetName(ticket.AssigneeId),
        ticket.FollowUpOf,
        ticket.FollowUpIds,
        ticket.MergedInto,
    };

    private object Comment(SimulatedComment comment) => new
    {
        Id = Text(comment.Id),
        Author = GetName(comment.AuthorId),
        IsStaff = _zendesk.FindUser(comment.AuthorId)?.IsStaff == true,
        Html = comment.Files.Aggregate(
            comment.HtmlBody, (html, file) => html.Replace(_zendesk.ContentUrl(file).ToString(), Address(comment, file), StringComparison.Ordinal)),
        comment.IsPublic,
        comment.CreatedAt,
        Files = comment.Files.Select(file => new { file.Name, Url = Address(comment, file), file.IsInline, Scan = file.MalwareScan }),
    };

    private IResult ShowFile(long id, long fileId)
    {
        var file = _zendesk.Comments(id).SelectMany(comment => comment.Files).FirstOrDefault(file => file.Id == fileId);
        return file is null ? Results.NotFound() : ShownFile.Of(file.Content, file.ContentType, file.Name);
    }

    private static string GetStatus(SimulatedTicket ticket) => ticket switch
    {
        { IsSpam: true } => "spam",
        { IsDeleted: true } => "deleted",
        { MergedInto: not null } => "merged",
        _ => ticket.Status,
    };

    private static string Address(SimulatedComment comment, SimulatedFile file) => $"/api/desk/tickets/{comment.TicketId}/files/{file.Id}";

    private string? GetName(long? userId) => userId is { } id ? _zendesk.FindUser(id)?.Name : null;

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
