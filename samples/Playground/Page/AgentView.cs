using System.Globalization;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>
/// The agent's side of the page: the tickets, agents and groups of the simulated Zendesk. Ids of users, groups and files are sent to
/// the page as text, because JavaScript's numbers cannot represent all of them.
/// </summary>
internal sealed class AgentView(PlaygroundHost playground)
{
    private readonly SimulatedZendesk _zendesk = playground.Zendesk;

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
        Agents = _zendesk.Agents.Select(agent => new
        {
            Id = ToText(agent.Id),
            agent.Name,
            agent.IsOnline,
            GroupIds = agent.GroupIds.Select(id => ToText(id)),
        }),
        Macros = _zendesk.Macros.Where(macro => macro.Active).Select(macro => new { macro.Id, macro.Title, Adds = macro.AddedTags }),
        Groups = _zendesk.Groups.Select(group =>
        {
            var members = _zendesk.Agents.Where(agent => agent.GroupIds.Contains(group.Id)).ToList();
            return new { Id = ToText(group.Id), group.Name, Online = members.Count(agent => agent.IsOnline), Members = members.Count };
        }),
        Capacity = _zendesk.AgentCapacity,
    };

    private IResult ShowTicket(long id) => _zendesk.FindTicket(id) is { } ticket
        ? Results.Ok(new { Ticket = Represent(ticket), Comments = _zendesk.Comments(id).Select(Represent) })
        : Results.NotFound();

    private object Represent(SimulatedTicket ticket) => new
    {
        ticket.Id,
        ticket.Subject,
        ticket.Status,
        ticket.Priority,
        Requester = GetName(ticket.RequesterId),
        RequesterEmail = _zendesk.FindUser(ticket.RequesterId)?.Email,
        ticket.ExternalId,
        ticket.Tags,
        Fields = ticket.CustomFields.Select(field => new
        {
            Name = BridgeSettings.FieldNames.GetValueOrDefault(field.Key, ToText(field.Key)!),
            Value = field.Value.ToString(),
        }),
        GroupId = ToText(ticket.GroupId),
        AssigneeId = ToText(ticket.AssigneeId),
        Assignee = GetName(ticket.AssigneeId),
        ticket.FollowUpOf,
        ticket.FollowUpIds,
        ticket.MergedInto,
    };

    private object Represent(SimulatedComment comment) => new
    {
        Id = ToText(comment.Id),
        Author = GetName(comment.AuthorId),
        IsStaff = _zendesk.FindUser(comment.AuthorId)?.IsStaff == true,
        // In the text, the address of a file in Zendesk is replaced by its address here.
        Html = comment.Files.Aggregate(
            comment.HtmlBody,
            (html, file) => html.Replace(_zendesk.ContentUrl(file).ToString(), GetAddress(comment, file), StringComparison.Ordinal)),
        comment.IsPublic,
        comment.CreatedAt,
        Files = comment.Files.Select(file => new { file.Name, Url = GetAddress(comment, file), file.IsInline, Scan = file.MalwareScan }),
    };

    private IResult ShowFile(long id, long fileId)
    {
        var file = _zendesk.Comments(id).SelectMany(comment => comment.Files).FirstOrDefault(file => file.Id == fileId);
        return file is null ? Results.NotFound() : FileResults.Create(file.Content, file.ContentType, file.Name);
    }

    private static string GetStatus(SimulatedTicket ticket) => ticket switch
    {
        { IsSpam: true } => "spam",
        { IsDeleted: true } => "deleted",
        { MergedInto: not null } => "merged",
        _ => ticket.Status,
    };

    private static string GetAddress(SimulatedComment comment, SimulatedFile file) => $"/api/desk/tickets/{comment.TicketId}/files/{file.Id}";

    private string? GetName(long? userId) => userId is { } id ? _zendesk.FindUser(id)?.Name : null;

    private static string? ToText(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
