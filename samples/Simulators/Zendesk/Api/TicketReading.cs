using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Reading tickets and their comments.</summary>
internal sealed class TicketReading(TicketDesk desk, UserDirectory users, Representations show)
{
    public void Map(RouteGroupBuilder api)
    {
        api.Handle("GET", "/tickets", ZendeskOperation.ReadTicket, List);
        api.Handle("GET", "/tickets/show_many", ZendeskOperation.ReadTicket, ShowMany);
        api.Handle("GET", "/tickets/{id:long}", ZendeskOperation.ReadTicket, Show);
        api.Handle("GET", "/tickets/{id:long}/comments", ZendeskOperation.ReadComments, Comments);
    }

    private Answer Show(long id, HttpContext http)
    {
        var ticket = desk.Find(id) ?? throw Refusal.NotFound();
        RequestNote.Of(http).Summary = $"read #{id}: {ticket.Status}";
        var body = new Dictionary<string, object?> { ["ticket"] = Shown(http, ticket) };
        AddSideloads(http, body, [ticket]);
        return Answer.Ok(body);
    }

    private Answer List(HttpContext http)
    {
        var externalId = http.Request.Query["external_id"].ToString();
        var tickets = externalId.Length > 0 ? desk.ByExternalId(externalId) : [.. desk.All().Where(ticket => !ticket.IsDeleted)];
        RequestNote.Of(http).Summary = externalId.Length > 0 ? $"tickets with external id {externalId}: {tickets.Count}" : "list of tickets";
        var body = Paging.Page(http.Request, "tickets", tickets, ticket => ticket.Id, ticket => Shown(http, ticket), out var shown);
        AddSideloads(http, body, shown);
        return Answer.Ok(body);
    }

    private Answer ShowMany(HttpContext http)
    {
        var ids = QueryIds.Read(http.Request, "ids");
        SimulatedTicket[] tickets = [.. ids.Select(desk.Find).OfType<SimulatedTicket>()];
        RequestNote.Of(http).Summary = $"look at {ids.Count} tickets, {tickets.Length} found";
        var body = new Dictionary<string, object?>
        {
            ["tickets"] = tickets.Select(ticket => Shown(http, ticket)),
            ["next_page"] = null,
            ["previous_page"] = null,
            ["count"] = tickets.Length,
        };
        AddSideloads(http, body, tickets);
        return Answer.Ok(body);
    }

    private Answer Comments(long id, HttpContext http)
    {
        _ = desk.Find(id) ?? throw Refusal.NotFound();
        var comments = desk.Comments(id);
        if (IsNewestFirst(http.Request))
            comments = [.. comments.Reverse()];
        var inline = http.Request.Query["include_inline_images"] == "true";
        var body = Paging.Page(http.Request, "comments", comments, comment => comment.Id, comment => show.Comment(comment, inline), out var shown);
        if (Includes(http, "users"))
            body["users"] = People(shown.Select(comment => comment.AuthorId));
        RequestNote.Of(http).Summary = $"read {shown.Count} comments of #{id}";
        return Answer.Ok(body);
    }

    private static bool IsNewestFirst(HttpRequest request) =>
        request.Query["sort"] == "-created_at" || request.Query["sort_order"] == "desc";

    private object Shown(HttpContext http, SimulatedTicket ticket) =>
        show.Ticket(ticket, Includes(http, "comment_count") ? desk.CommentCount(ticket.Id) : null);

    private void AddSideloads(HttpContext http, Dictionary<string, object?> body, IReadOnlyList<SimulatedTicket> tickets)
    {
        if (Includes(http, "users"))
            body["users"] = People(tickets.SelectMany(ticket => new[] { ticket.RequesterId, ticket.SubmitterId, ticket.AssigneeId ?? 0 }));
        if (Includes(http, "groups"))
            body["groups"] = users.Groups().Where(group => tickets.Any(ticket => ticket.GroupId == group.Id)).Select(show.Group);
    }

    private object[] People(IEnumerable<long> ids) => [.. ids.Distinct().Select(users.Find).OfType<SimulatedUser>().Select(show.User)];

    private static bool Includes(HttpContext http, string name) => http.Request.Query["include"].ToString().Split(',').Contains(name);
}

/// <summary>Lists of ids in a query: at most a hundred, as everywhere in Zendesk.</summary>
internal static class QueryIds
{
    public static IReadOnlyList<long> Read(HttpRequest request, string name) =>
        [.. Texts(request, name).Select(text => long.TryParse(text, out var id) ? id : 0)];

    public static IReadOnlyList<string> Texts(HttpRequest request, string name)
    {
        var texts = request.Query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return texts.Length <= 100 ? texts : throw Refusal.TooManyValues();
    }
}
