using System.Text;
using System.Text.Json;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.WebUtilities;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Signing in to the admin page with the key, and signing out. A form is answered with a redirect to the page, a call with JSON with <c>{}</c>.
/// </summary>
internal static class SignInEndpoint
{
    private const string DefaultName = "operator";
    private const int MaxNameLength = 64;

    public static async Task<IResult> SignInAsync(
        HttpContext http,
        AdminKey key,
        FailedAttempts failures,
        AdminSessions sessions,
        RequestBodyReader bodies,
        IDatabase database,
        BridgeClock clock)
    {
        // Otherwise another site could sign an operator in under a name of its choice.
        if (CrossSiteProtection.IsFromOtherSite(http.Request))
            return Problems.CrossSite();
        if (failures.IsBlocked(CallerAddress.Get(http)))
            return Refuse(http, Problems.TooManyFailures(), "Too many failed attempts. Wait a minute.", null);
        var (body, refusal) = await bodies.ReadFromUnknownCallerAsync(http);
        if (refusal is not null)
            return refusal;
        var (givenKey, givenName, next) = http.Request.HasJsonContentType() ? ReadJson(body) : ReadForm(body);
        var caller = AdminCaller.CreateSigningIn(http, CleanName(givenName));
        if (!key.Matches(givenKey))
        {
            failures.Add(caller.Address);
            await database.WriteAsync(
                store => store.Audit.AddAsync(caller.CreateAuditEntry(clock, "signIn", outcome: "refused")), CancellationToken.None);
            return Refuse(http, Problems.Unauthorized("The key is not Admin:Key."), "This is not the admin key.", next);
        }

        await sessions.StartAsync(http, caller.Actor, caller.CreateAuditEntry(clock, "signIn"));
        return http.Request.HasJsonContentType() ? Results.Json(new object()) : new SeeOtherResult(GetLocal(next));
    }

    public static async Task<IResult> SignOutAsync(HttpContext http, AdminSessions sessions, BridgeClock clock)
    {
        var caller = AdminCaller.Get(http);
        if (caller.Session is { } session)
            await sessions.EndAsync(http, session, caller.CreateAuditEntry(clock, "signOut"));
        return new SeeOtherResult(AdminSetup.Root);
    }

    /// <summary>A browser gets the sign-in page with the reason, anybody else the problem.</summary>
    private static IResult Refuse(HttpContext http, IResult problem, string reason, string? next) =>
        http.Request.HasJsonContentType() || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? problem
            : AdminPage.Render<SignInPage>(http, new { Fault = reason, Next = GetLocal(next) }, ((IStatusCodeHttpResult)problem).StatusCode);

    /// <summary>Only a page of our own: otherwise a link to the sign-in could lead an operator to another site.</summary>
    private static string GetLocal(string? next) =>
        next is not null && (next == AdminSetup.Root || next.StartsWith(AdminSetup.Root + "/", StringComparison.Ordinal)
            || next.StartsWith(AdminSetup.Root + "?", StringComparison.Ordinal)) && next.All(letter => letter is > ' ' and < '\x7f' and not '\\')
            ? next
            : AdminSetup.Root;

    private static (string Key, string Name, string? Next) ReadForm(ReadOnlyMemory<byte> body)
    {
        var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
        return (Get("key") ?? "", Get("name") ?? "", Get("next"));

        string? Get(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private static (string Key, string Name, string? Next) ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return (GetText(json.RootElement, "key"), GetText(json.RootElement, "name"), null);
        }
        catch (JsonException)
        {
            return ("", "", null);
        }
    }

    private static string GetText(JsonElement root, string name) => root.Member(name)?.Text() ?? "";

    /// <summary>For the audit: one short line without control characters.</summary>
    private static string CleanName(string given)
    {
        var runes = given.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(MaxNameLength);
        var name = string.Concat(runes.Select(rune => rune.ToString())).Trim();
        return name.Length == 0 ? DefaultName : name;
    }
}
