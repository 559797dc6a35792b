using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>People: the signed-in one, look-ups, and the end users the bridge writes down.</summary>
internal sealed class UserEndpoints(UserDirectory users, Representations show, SimulatedUser service)
{
    public void Map(RouteGroupBuilder api)
    {
        api.Handle("GET", "/users", ZendeskOperation.ReadUser, ByExternalId);
        api.Handle("GET", "/users/search", ZendeskOperation.ReadUser, ByExternalId);
        api.Handle("GET", "/users/me", ZendeskOperation.ReadUser, Me);
        api.Handle("GET", "/users/show_many", ZendeskOperation.ReadUser, ShowMany);
        api.Handle("GET", "/users/{id:long}", ZendeskOperation.ReadUser, Show);
        api.Handle("POST", "/users/create_or_update", ZendeskOperation.WriteUser, CreateOrUpdateAsync);
    }

    private Answer Me(HttpContext http)
    {
        RequestNote.Of(http).Summary = "who am I";
        return Answer.Ok(new { User = show.User(service) });
    }

    private Answer Show(long id, HttpContext http)
    {
        var user = users.Find(id) ?? throw Refusal.NotFound();
        RequestNote.Of(http).Summary = $"read user {user.Name}";
        return Answer.Ok(new { User = show.User(user) });
    }

    private Answer ByExternalId(HttpContext http)
    {
        var externalId = http.Request.Query["external_id"].ToString();
        var found = externalId.Length > 0 ? users.FindByExternalId(externalId) is { } user ? [user] : [] : users.All();
        return Answer.Ok(Paging.Page(http.Request, "users", found, person => person.Id, show.User, out _));
    }

    private Answer ShowMany(HttpContext http)
    {
        var byId = QueryIds.Read(http.Request, "ids").Select(users.Find);
        var byExternalId = QueryIds.Texts(http.Request, "external_ids").Select(users.FindByExternalId);
        SimulatedUser[] found = [.. byId.Concat(byExternalId).OfType<SimulatedUser>()];
        RequestNote.Of(http).Summary = $"look up {found.Length} people";
        return Answer.Ok(new { Users = found.Select(show.User), NextPage = (string?)null, PreviousPage = (string?)null, Count = found.Length });
    }

    private async Task<Answer> CreateOrUpdateAsync(HttpContext http)
    {
        var input = RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).User
            ?? throw Refusal.InvalidAttribute("You passed an invalid value for the user attribute. must be an object");
        if (string.IsNullOrWhiteSpace(input.Name))
            throw Refusal.NameTooShort();

        var (user, isNew) = users.CreateOrUpdate(input.Name, input.ExternalId, input.Email);
        RequestNote.Of(http).Summary = isNew ? $"new user {user.Name}" : $"known user {user.Name}";
        var body = new { User = show.User(user) };
        return isNew ? Answer.Created(body, show.Link($"/api/v2/users/{user.Id}.json")) : Answer.Ok(body);
    }

    private sealed record Envelope(UserInput? User);

    private sealed record UserInput(string? Name, string? ExternalId, string? Email);
}
