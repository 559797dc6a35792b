using System.Text;
using System.Text.Json;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.WebUtilities;

namespace HelpdeskBridge.Admin;

/// <summary>Signing in to the admin page with the key, and out again. A form goes back to the page; a call with JSON gets <c>{}</c>.</summary>
internal static class SignIn
{
    public const string Nobody = "operator";

    private const int MaxCharactersOfName = 64;

    public static async Task<IResult> InAsync(HttpContext http, AdminKey key, AdminSessions sessions, RequestBodyReader bodies, IDatabase database, BridgeClock clock)
    {
        // Else another site could sign an operator in, under a name of its choice.
        if (!AdminFilter.IsFromHere(http.Request))
            return Problems.CrossSite();
        if (key.IsSlowedDown(CallerAddress.Get(http)))
            return Refused(http, Problems.TooManyFailures(), "Too many failed attempts. Wait a minute.");
        var (body, refusal) = await bodies.ReadFromUnknownCallerAsync(http);
        if (refusal is not null)
            return refusal;
        var (given, name) = IsJson(http.Request) ? FromJson(body) : FromForm(body);
        var caller = AdminCaller.Unknown(http, GetName(name));
        if (!key.Fits(given))
        {
            key.Failed(caller.Address);
            await database.WriteAsync(store => store.Audit.AddAsync(caller.Did(clock, "signIn", outcome: "refused")), CancellationToken.None);
            return Refused(http, Problems.Unauthorized("The key is not Admin:Key."), "That is not the key.");
        }

        await sessions.BeginAsync(http, caller.Actor, caller.Did(clock, "signIn"));
        return IsJson(http.Request) ? Results.Json(new object()) : BackToPage(http);
    }

    public static async Task<IResult> OutAsync(HttpContext http, AdminSessions sessions, BridgeClock clock)
    {
        var caller = AdminCaller.Get(http);
        if (caller.Session is { } session)
            await sessions.EndAsync(http, session, caller.Did(clock, "signOut"));
        return BackToPage(http);
    }

    public static IResult BackToPage(HttpContext http) => new SeeOther(http.Request.PathBase + AdminSetup.Root);

    private static IResult Refused(HttpContext http, IResult problem, string why) =>
        IsJson(http.Request) || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? problem
            : AdminPage.Render<SignInPage>(http, new { Fault = why }, ((IStatusCodeHttpResult)problem).StatusCode);

    private static bool IsJson(HttpRequest request) => request.HasJsonContentType();

    private static (string Key, string Name) FromForm(ReadOnlyMemory<byte> body)
    {
        var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
        return (fields.TryGetValue("key", out var key) ? key.ToString() : "", fields.TryGetValue("name", out var name) ? name.ToString() : "");
    }

    private static (string Key, string Name) FromJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return (Text(json.RootElement, "key"), Text(json.RootElement, "name"));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonElement root, string name) => root.Member(name)?.Text() ?? "";

    /// <summary>For the audit: one short line.</summary>
    private static string GetName(string given)
    {
        var name = string.Concat(given.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(MaxCharactersOfName).Select(rune => rune.ToString())).Trim();
        return name.Length == 0 ? Nobody : name;
    }

    /// <summary>After a form: the browser asks for the page anew, and going back sends nothing twice.</summary>
    private sealed class SeeOther(string where) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = where;
            return Task.CompletedTask;
        }
    }
}
