using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Reads tickets and their comments.</summary>
internal sealed class TicketReadEndpoints(TicketStore tickets, UserDirectory users, Representations representations)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/tickets", ZendeskOperation.ReadTicket, List);
        api.MapOperation("GET", "/tickets/show_many", ZendeskOperation.ReadTicket, ShowMany);
        api.MapOperation("GET", "/tickets/{id:long}", ZendeskOperation.ReadTicket, Show);
        api.MapOperation("GET", "/tickets/{id:long}/comments", ZendeskOperation.ReadComments, ListComments);
    }

    private ZendeskResponse Show(long id, HttpContext http)
    {
        var ticket = tickets.Find(id) ?? throw ZendeskApiException.NotFound();
        JournalAnnotation.Get(http).Summary = $"read #{id}: {ticket.Status}";
        var body = new Dictionary<string, object?> { ["ticket"] = Represent(http, ticket) };
        AddSideloads(http, body, [ticket]);
        return ZendeskResponse.Ok(body);
    }

    private ZendeskResponse List(HttpContext http)
    {
        var externalId = http.Request.Query["external_id"].ToString();
        var found = externalId.Length > 0 ? tickets.FindByExternalId(externalId) : [.. tickets.GetAll().Where(ticket => !ticket.IsDeleted)];
        JournalAnnotation.Get(http).Summary = externalId.Length > 0 ? $"tickets with external id {externalId}: {found.Count}" : "list of tickets";
        var body = Paging.CreatePage(http.Request, "tickets", found, ticket => ticket.Id, ticket => Represent(http, ticket), out var shown);
        AddSideloads(http, body, shown);
        return ZendeskResponse.Ok(body);
    }

    private ZendeskResponse ShowMany(HttpContext http)
    {
        var ids = QueryIds.Read(http.Request, "ids");
        SimulatedTicket[] found = [.. ids.Select(tickets.Find).OfType<SimulatedTicket>()];
        JournalAnnotation.Get(http).Summary = $"read {found.Length} of {ids.Count} tickets";
        var body = new Dictionary<string, object?>
        {
            ["tickets"] = found.Select(ticket => Represent(http, ticket)),
            ["next_page"] = null,
            ["previous_page"] = null,
            ["count"] = found.Length,
        };
        AddSideloads(http, body, found);
        return ZendeskResponse.Ok(body);
    }

    private ZendeskResponse ListComments(long id, HttpContext http)
    {
        _ = tickets.Find(id) ?? throw ZendeskApiException.NotFound();
        var comments = tickets.GetComments(id);
        if (IsNewestFirst(http.Request))
            comments = [.. comments.Reverse()];
        var inline = http.Request.Query["include_inline_images"] == "true";
        var body = Paging.CreatePage(
            http.Request, "comments", comments, comment => comment.Id, comment => representations.Comment(comment, inline), out var shown);
        if (Includes(http, "users"))
            body["users"] = GetUsers(shown.Select(comment => comment.AuthorId));
        JournalAnnotation.Get(http).Summary = $"read {shown.Count} comments of #{id}";
        return ZendeskResponse.Ok(body);
    }

    private static bool IsNewestFirst(HttpRequest request) =>
        request.Query["sort"] == "-created_at" || request.Query["sort_order"] == "desc";

    private object Represent(HttpContext http, SimulatedTicket ticket) =>
        representations.Ticket(ticket, Includes(http, "comment_count") ? tickets.CountComments(ticket.Id) : null);

    private void AddSideloads(HttpContext http, Dictionary<string, object?> body, IReadOnlyList<SimulatedTicket> shown)
    {
        if (Includes(http, "users"))
            body["users"] = GetUsers(shown.SelectMany(ticket => new[] { ticket.RequesterId, ticket.SubmitterId, ticket.AssigneeId ?? 0 }));
        if (Includes(http, "groups"))
            body["groups"] = users.GetGroups().Where(group => shown.Any(ticket => ticket.GroupId == group.Id)).Select(representations.Group);
    }

    private object[] GetUsers(IEnumerable<long> ids) => [.. ids.Distinct().Select(users.Find).OfType<SimulatedUser>().Select(representations.User)];

    private static bool Includes(HttpContext http, string name) => http.Request.Query["include"].ToString().Split(',').Contains(name);
}
