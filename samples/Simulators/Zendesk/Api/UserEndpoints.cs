using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Users: the signed-in one, look-ups, and the end users that the bridge creates.</summary>
internal sealed class UserEndpoints(
    UserDirectory users, AccessTokens tokens, AccountRules rules, Representations representations, SimulatedUser serviceUser)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/users", ZendeskOperation.ReadUser, ListByExternalId);
        api.MapOperation("GET", "/users/search", ZendeskOperation.ReadUser, Search);
        api.MapOperation("GET", "/users/me", ZendeskOperation.ReadUser, ShowMe);
        api.MapOperation("GET", "/oauth/tokens/current", ZendeskOperation.ReadUser, ShowToken);
        api.MapOperation("GET", "/users/show_many", ZendeskOperation.ReadUser, ShowMany);
        api.MapOperation("GET", "/users/{id:long}", ZendeskOperation.ReadUser, Show);
        api.MapOperation("GET", "/users/{id:long}/identities", ZendeskOperation.ReadUser, ListIdentities);
        api.MapOperation("POST", "/users", ZendeskOperation.WriteUser, CreateAsync);
        api.MapOperation("POST", "/users/create_or_update", ZendeskOperation.WriteUser, CreateOrUpdateAsync);
    }

    private ZendeskResponse ShowMe(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "read the signed-in user";
        return ZendeskResponse.Ok(new { User = representations.User(users.Find(serviceUser.Id)!) });
    }

    private ZendeskResponse ShowToken(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "read the access token";
        var scopes = tokens.GetScopes(http.Request.Headers.Authorization) ?? throw ZendeskApiException.NotFound();
        return ZendeskResponse.Ok(new { Token = new { Id = 223_443, UserId = serviceUser.Id, Scopes = scopes } });
    }

    private ZendeskResponse Show(long id, HttpContext http)
    {
        var user = users.Find(id) ?? throw ZendeskApiException.NotFound();
        JournalAnnotation.Get(http).Summary = $"read user {user.Name}";
        return ZendeskResponse.Ok(new { User = representations.User(user) });
    }

    private ZendeskResponse ListByExternalId(HttpContext http)
    {
        var externalId = http.Request.Query["external_id"].ToString();
        var found = externalId.Length > 0 ? users.FindByExternalId(externalId) is { } user ? [user] : [] : users.GetAll();
        return ZendeskResponse.Ok(Paging.CreatePage(http.Request, "users", found, person => person.Id, representations.User, out _));
    }

    private ZendeskResponse Search(HttpContext http)
    {
        var query = http.Request.Query["query"].ToString();
        if (query.Length == 0)
            return ListByExternalId(http);
        var found = users.Search(query, rules.SearchIndexLag);
        JournalAnnotation.Get(http).Summary = $"found {found.Count} users";
        return ZendeskResponse.Ok(new
        {
            Users = found.Select(representations.User),
            NextPage = (string?)null,
            PreviousPage = (string?)null,
            Count = found.Count,
        });
    }

    private ZendeskResponse ListIdentities(long id, HttpContext http)
    {
        var user = users.Find(id) ?? throw ZendeskApiException.NotFound();
        JournalAnnotation.Get(http).Summary = $"read the identities of {user.Name}";
        var emails = user.OtherEmails.Prepend(user.Email).OfType<string>().Select(
            email => new { Type = "email", Value = email, Verified = !user.UnverifiedEmails.Contains(email) });
        var phones = new[] { user.HasSharedPhone ? null : user.Phone }.OfType<string>().Select(
            phone => new { Type = "phone_number", Value = phone, Verified = true });
        return ZendeskResponse.Ok(new { Identities = emails.Concat(phones) });
    }

    private async Task<ZendeskResponse> CreateAsync(HttpContext http)
    {
        var input = RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).User
            ?? throw ZendeskApiException.InvalidAttribute("You passed an invalid value for the user attribute. must be an object");
        if (string.IsNullOrWhiteSpace(input.Name))
            throw ZendeskApiException.NameTooShort();
        var user = users.Create(input.Name, input.ExternalId, input.Email, input.Phone);
        JournalAnnotation.Get(http).Summary = $"new user {user.Name}";
        return ZendeskResponse.Created(new { User = representations.User(user) }, representations.GetUrl($"/api/v2/users/{user.Id}.json"));
    }

    private ZendeskResponse ShowMany(HttpContext http)
    {
        var byId = QueryIds.Read(http.Request, "ids").Select(users.Find);
        var byExternalId = QueryIds.ReadTexts(http.Request, "external_ids").Select(users.FindByExternalId);
        SimulatedUser[] found = [.. byId.Concat(byExternalId).OfType<SimulatedUser>()];
        JournalAnnotation.Get(http).Summary = $"read {found.Length} users";
        return ZendeskResponse.Ok(new
        {
            Users = found.Select(representations.User),
            NextPage = (string?)null,
            PreviousPage = (string?)null,
            Count = found.Length,
        });
    }

    private async Task<ZendeskResponse> CreateOrUpdateAsync(HttpContext http)
    {
        var input = RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).User
            ?? throw ZendeskApiException.InvalidAttribute("You passed an invalid value for the user attribute. must be an object");
        if (string.IsNullOrWhiteSpace(input.Name))
            throw ZendeskApiException.NameTooShort();

        var (user, isNew) = users.CreateOrUpdate(input.Name, input.ExternalId, input.Email);
        JournalAnnotation.Get(http).Summary = isNew ? $"new user {user.Name}" : $"existing user {user.Name}";
        var body = new { User = representations.User(user) };
        return isNew ? ZendeskResponse.Created(body, representations.GetUrl($"/api/v2/users/{user.Id}.json")) : ZendeskResponse.Ok(body);
    }

    private sealed record Envelope(UserInput? User);

    private sealed record UserInput(string? Name, string? ExternalId, string? Email, string? Phone);
}
