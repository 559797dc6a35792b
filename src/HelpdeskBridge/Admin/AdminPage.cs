using System.Globalization;
using System.Reflection;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Admin;

/// <summary><c>GET /admin</c>: the sign-in, and with a session the state of things. Rendered here, without a script.</summary>
internal static class AdminPage
{

    /// <summary>Everything is from here, nothing runs, and forms go nowhere else.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const int MaxShown = 50;

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("", ShowAsync);
        admin.MapGet("conversations/{id}", ShowConversationAsync);
        admin.MapGet("assets/admin.css", () => Asset("admin.css", "text/css; charset=utf-8"));
        admin.MapGet("assets/icon.svg", () => Asset("icon.svg", "image/svg+xml"));
    }

    public static IResult Render<TPage>(HttpContext http, object parameters, int? status = null)
        where TPage : IComponent
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;

        // With "no-referrer" browsers hide where a form comes from, from us as well (AdminFilter.IsFromHere).
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    private static IResult Asset(string name, string type) => Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(PageFrame), name)!, type);

    private static async Task<IResult> ShowAsync(
        string? channel, string? user, string? ticket, HttpContext http, AdminSessions sessions, IDatabase database, EndpointHealth endpoints, HealthCheckService health)
    {
        if (await sessions.FindAsync(http, http.RequestAborted) is not { } session)
            return Render<SignInPage>(http, new { });
        var isSearch = !string.IsNullOrEmpty(channel) || !string.IsNullOrEmpty(user) || !string.IsNullOrEmpty(ticket);
        var parts = await health.CheckHealthAsync(http.RequestAborted);
        var view = await database.ReadAsync(
            async store => new StatusView(
                [.. parts.Entries.Select(GetPart), .. endpoints.Unreached.Select(GetEndpoint)],
                await store.Conversations.CountOpenAsync(),
                await store.DeadLetters.CountAsync(),
                (await store.Messages.ListBacklogAsync()).ConvertAll(waiting => new WaitingRow(waiting.Channel, waiting.Direction.ForAdmin(), waiting.Messages, waiting.OldestSince)),
                (await store.DeadLetters.ListAsync(null, null, MaxShown)).ConvertAll(GetLetter),
                new SearchView(channel, user, ticket, isSearch ? (await store.Conversations.SearchAsync(Given(channel), Given(user), Given(ticket), null, MaxShown)).ConvertAll(GetFound) : null),
                (await store.Audit.ListAsync(null, MaxShown)).ConvertAll(entry => new AuditRow(entry.At, entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Outcome))),
            http.RequestAborted);
        return Render<StatusPage>(http, new { Frame = GetFrame(http, session), View = view });
    }

    private static async Task<IResult> ShowConversationAsync(string id, HttpContext http, AdminSessions sessions, IDatabase database)
    {
        if (await sessions.FindAsync(http, http.RequestAborted) is not { } session)
            return Render<SignInPage>(http, new { });
        var (conversation, timeline) = await database.ReadAsync(async store => (await store.Conversations.FindAsync(id), await store.Messages.ListTimelineAsync(id)), http.RequestAborted);
        return conversation is null
            ? Problems.NotFound()
            : Render<ConversationPage>(http, new { Frame = GetFrame(http, session), View = new ConversationView(id, GetFacts(conversation), timeline.ConvertAll(GetMessage)) });
    }

    private static PageFrame GetFrame(HttpContext http, AdminSession session) =>
        new(http.Request.PathBase + AdminSetup.Root, session.Actor, AdminSessions.GetCrossSiteToken(session));

    private static string? Given(string? wanted) => string.IsNullOrEmpty(wanted) ? null : wanted.Trim();

    private static PartRow GetPart(KeyValuePair<string, HealthReportEntry> part) =>
        new(part.Key, part.Value.Status.ToString(), part.Value.Description ?? "", part.Value.Status != HealthStatus.Healthy);

    private static PartRow GetEndpoint(DeliveryEndpoint endpoint) => new(endpoint.Name, "Not reached", $"Messages wait ({endpoint.Direction.ForAdmin()})", IsAlarm: true);

    private static LetterRow GetLetter(DeadLetter letter) =>
        new(letter.Id, letter.FailedAt, letter.Channel, letter.Direction.ForAdmin(), letter.Kind, letter.Reason, letter.ConversationId, letter.UserId);

    private static FoundRow GetFound(Conversation found) => new(found.Id, found.OpenedAt, found.Client.Channel, found.Client.UserId, found.TicketId, found.Phase.ToString());

    private static MessageRow GetMessage(TimelineEntry entry) => new(
        entry.AcceptedAt, entry.Direction.ForAdmin(), entry.Kind, entry.State.ToString(), entry.State == MessageState.Dead, entry.Attempts, entry.SettledAt, entry.Reason, entry.RemoteId);

    /// <summary>With what the bot told at the hand-over: hidden attributes are shown on the admin side and nowhere else.</summary>
    private static List<(string Name, string Value)> GetFacts(Conversation conversation) =>
    [
        .. new (string Name, string? Value)[]
        {
            ("Channel", conversation.Client.Channel),
            ("User id", conversation.Client.UserId),
            ("Ticket", conversation.TicketId is { } ticket ? $"{ticket} of {conversation.Helpdesk} ({conversation.TicketStatus})" : null),
            ("Group", conversation.DestinationId),
            ("Phase", conversation.Phase.ToString()),
            ("Opened", conversation.OpenedAt.ToString("u", CultureInfo.InvariantCulture)),
            ("Ended", conversation.EndedAt?.ToString("u", CultureInfo.InvariantCulture)),
            ("Attributes", conversation.Context.Attributes),
            ("Hidden attributes", conversation.Context.HiddenAttributes),
            ("Custom data", conversation.Context.CustomData),
        }.Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!)),
    ];
}
