using System.Reflection;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HelpdeskBridge.Admin;

/// <summary>How every page is answered: rendered on the server, with a policy that lets it load only what is ours.</summary>
internal static class AdminPage
{
    /// <summary>Everything is loaded from here, nothing runs, and forms are sent nowhere else.</summary>
    private const string SignedOutPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>As without a session, and the page's own script may run, which asks the page's own address for news.</summary>
    private const string SignedInPolicy = $"{SignedOutPolicy}; script-src 'self'; connect-src 'self'";

    public static void MapAssets(RouteGroupBuilder admin)
    {
        admin.MapGet("assets/admin.css", () => CreateAsset("admin.css", "text/css; charset=utf-8"));
        admin.MapGet("assets/admin.js", () => CreateAsset("admin.js", "text/javascript; charset=utf-8"));
        admin.MapGet("assets/icon.svg", () => CreateAsset("icon.svg", "image/svg+xml"));
    }

    public static IResult Render<TPage>(HttpContext http, object parameters, int? status = null)
        where TPage : IComponent
    {
        http.Response.Headers.ContentSecurityPolicy = http.Features.Get<AdminCaller>()?.Session is null ? SignedOutPolicy : SignedInPolicy;

        // With "no-referrer", browsers hide the origin of a form from us as well (CrossSiteProtection.IsFromOtherSite).
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>A page of a signed-in operator.</summary>
    /// <param name="http">The request.</param>
    /// <param name="tab">The page's name in the navigation.</param>
    /// <param name="view">What the page shows.</param>
    /// <param name="live">Whether the page changes by itself when something happens.</param>
    /// <param name="conversation">The only conversation whose events the page shows; null: it shows more.</param>
    public static IResult Show<TPage>(HttpContext http, string tab, object view, bool live = false, string? conversation = null)
        where TPage : IComponent =>
        Render<TPage>(http, new { Frame = CreateFrame(http, tab, live, conversation), View = view });

    /// <summary>There is nothing at the page's address.</summary>
    public static IResult ShowNothing(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        ? Render<NothingPage>(http, new { Frame = CreateFrame(http, "", live: false, null) }, StatusCodes.Status404NotFound)
        : Problems.NotFound();

    private static PageFrame CreateFrame(HttpContext http, string tab, bool live, string? conversation)
    {
        var root = http.Request.PathBase + AdminSetup.Root;
        var session = AdminCaller.Get(http).Session ?? throw new InvalidOperationException("Pages are for operators with a session.");
        var events = conversation is null ? $"{root}/events" : $"{root}/events?conversation={Uri.EscapeDataString(conversation)}";
        var dashboard = ClusterDashboard.IsShown(http.RequestServices) ? $"{root}/{ClusterDashboard.Path}/" : null;
        return new PageFrame(root, session.Actor, CrossSiteProtection.CreateToken(session), tab, live ? events : null, dashboard);
    }

    private static IResult CreateAsset(string name, string type) =>
        Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(PageFrame), name)!, type);
}
