using System.Reflection;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Admin;

/// <summary><c>GET /admin</c>: the sign-in, and for a signed-in operator the state of the service. Rendered on the server, without scripts.</summary>
internal static class AdminPage
{
    /// <summary>Everything is loaded from here, nothing runs, and forms are sent nowhere else.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const int MaxRows = 50;

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("", ShowStatusAsync);
        admin.MapGet("conversations/{id}", ShowConversationAsync);
        admin.MapGet("assets/admin.css", () => CreateAsset("admin.css", "text/css; charset=utf-8"));
        admin.MapGet("assets/icon.svg", () => CreateAsset("icon.svg", "image/svg+xml"));
    }

    public static IResult Render<TPage>(HttpContext http, object parameters, int? status = null)
        where TPage : IComponent
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;

        // With "no-referrer", browsers hide the origin of a form from us as well (CrossSiteProtection.IsFromOtherSite).
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    private static IResult CreateAsset(string name, string type) =>
        Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(PageFrame), name)!, type);

    private static async Task<IResult> ShowStatusAsync(
        [AsParameters] SearchQuery query,
        HttpContext http,
        AdminSessions sessions,
        IDatabase database,
        EndpointHealth endpoints,
        HealthCheckService health)
    {
        if (await sessions.FindAsync(http, http.RequestAborted) is not { } session)
            return Render<SignInPage>(http, new { });
        var report = await health.CheckHealthAsync(http.RequestAborted);
        var view = await database.ReadAsync(
            async store => new StatusView(
                AdminViews.CreateParts(report, endpoints.Outages),
                await store.Conversations.CountOpenAsync(),
                await store.DeadLetters.CountAsync(),
                (await store.Messages.ListBacklogAsync()).ConvertAll(AdminViews.CreateWaiting),
                (await store.DeadLetters.ListAsync(null, null, MaxRows)).ConvertAll(AdminViews.CreateDeadLetter),
                await SearchAsync(query, store),
                (await store.Audit.ListAsync(null, MaxRows)).ConvertAll(AdminViews.CreateAudit)),
            http.RequestAborted);
        return Render<StatusPage>(http, new { Frame = CreateFrame(http, session), View = view });
    }

    private static async Task<SearchView> SearchAsync(SearchQuery query, StoreTransaction store)
    {
        var (channel, user, ticket) = (Normalize(query.Channel), Normalize(query.User), Normalize(query.Ticket));
        var found = channel is null && user is null && ticket is null
            ? null
            : await store.Conversations.SearchAsync(channel, user, ticket, null, MaxRows);
        return new SearchView(query.Channel, query.User, query.Ticket, found?.ConvertAll(AdminViews.CreateFound));
    }

    private static string? Normalize(string? typed) => string.IsNullOrEmpty(typed) ? null : typed.Trim();

    private static async Task<IResult> ShowConversationAsync(string id, HttpContext http, AdminSessions sessions, IDatabase database)
    {
        if (await sessions.FindAsync(http, http.RequestAborted) is not { } session)
            return Render<SignInPage>(http, new { });
        var (conversation, timeline) = await database.ReadAsync(
            async store => (await store.Conversations.FindAsync(id), await store.Messages.ListTimelineAsync(id)), http.RequestAborted);
        if (conversation is null)
            return Problems.NotFound();
        var view = AdminViews.CreateConversation(conversation, timeline);
        return Render<ConversationPage>(http, new { Frame = CreateFrame(http, session), View = view });
    }

    private static PageFrame CreateFrame(HttpContext http, AdminSession session) =>
        new(http.Request.PathBase + AdminSetup.Root, session.Actor, CrossSiteProtection.CreateToken(session));
}

/// <summary>The fields of the search form, as typed.</summary>
internal sealed class SearchQuery
{
    public string? Channel { get; init; }

    public string? User { get; init; }

    public string? Ticket { get; init; }
}
