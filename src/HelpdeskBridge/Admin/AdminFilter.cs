using HelpdeskBridge.Http;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Lets a caller in who shows the key (<c>Authorization: Bearer</c>) or has a session. A call with a session that changes something must come
/// from the admin page itself.
/// </summary>
internal sealed class AdminFilter(AdminKey key, FailedAttempts failures, AdminSessions sessions) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0 && await sessions.FindAsync(http, http.RequestAborted) is { } session)
        {
            if (!IsRead(http.Request) && !await CrossSiteProtection.IsFromOwnPageAsync(http, session))
                return Problems.CrossSite();
            http.Features.Set(AdminCaller.CreateWithSession(http, session));
            return await next(context);
        }

        var address = CallerAddress.Get(http);
        if (failures.IsBlocked(address))
            return Problems.TooManyFailures();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && key.Matches(header[Scheme.Length..].Trim()))
        {
            http.Features.Set(AdminCaller.CreateWithKey(http));
            return await next(context);
        }

        failures.Add(address);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unauthorized("The admin API requires Authorization: Bearer {Admin:Key}.");
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
