using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>Whoever is let in on the admin side.</summary>
/// <param name="Actor">Who, for the audit.</param>
/// <param name="Address">From where.</param>
/// <param name="Session">Null for a caller with the key itself.</param>
internal sealed record AdminCaller(string Actor, string Address, AdminSession? Session)
{
    private const string ApiKey = "api key";

    /// <summary>Somebody who has shown nothing yet.</summary>
    public static AdminCaller Unknown(HttpContext http, string actor = "") => new(actor, CallerAddress.Get(http), null);

    public static AdminCaller WithKey(HttpContext http) => new(ApiKey, CallerAddress.Get(http), null);

    /// <summary>The caller that <see cref="AdminFilter"/> let through.</summary>
    public static AdminCaller Get(HttpContext http) => http.Features.Get<AdminCaller>() ?? throw new InvalidOperationException("The route has no AdminFilter.");

    /// <summary>An entry of the audit about what this caller does.</summary>
    public AuditEntry Did(BridgeClock clock, string action, string? subject = null, string outcome = "done") =>
        new(clock.NewId(), clock.Now, Actor, Address, action, subject, outcome);
}

/// <summary>
/// Lets in whoever shows the key (<c>Authorization: Bearer</c>) or has a session. What a session changes must come from our own page:
/// with its token against cross-site requests, and not from another site by what the browser says.
/// </summary>
internal sealed class AdminFilter(AdminKey key, AdminSessions sessions) : IEndpointFilter
{
    public const string TokenHeader = "X-CSRF-Token";
    public const string TokenField = "csrf";

    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0 && await sessions.FindAsync(http, http.RequestAborted) is { } session)
        {
            if (!IsReading(http.Request) && !await IsOwnAsync(http, session))
                return Problems.CrossSite();
            http.Features.Set(new AdminCaller(session.Actor, CallerAddress.Get(http), session));
            return await next(context);
        }

        var address = CallerAddress.Get(http);
        if (key.IsSlowedDown(address))
            return Problems.TooManyFailures();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && key.Fits(header[Scheme.Length..].Trim()))
        {
            http.Features.Set(AdminCaller.WithKey(http));
            return await next(context);
        }

        key.Failed(address);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unauthorized("The admin API takes Authorization: Bearer {Admin:Key}.");
    }

    /// <summary>Whether the request was made by a page of ours, or by no page; browsers say where one came from.</summary>
    public static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
            return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static async Task<bool> IsOwnAsync(HttpContext http, AdminSession session)
    {
        if (!IsFromHere(http.Request))
            return false;
        var given = http.Request.Headers[TokenHeader].ToString();
        if (given.Length == 0 && http.Request.HasFormContentType)
            given = (await http.Request.ReadFormAsync(http.RequestAborted))[TokenField].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(AdminSessions.GetCrossSiteToken(session)));
    }
}
