using HelpdeskBridge.Admin.Pages;

namespace HelpdeskBridge.Admin;

/// <summary>Lets an operator with a session see a page. Anybody else gets the sign-in, which leads back to the page.</summary>
internal sealed class PageFilter(AdminSessions sessions) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await sessions.FindAsync(http, http.RequestAborted) is not { } session)
        {
            return IsLinkFromElsewhere(http.Request)
                ? AdminPage.Render<ContinuePage>(http, new { Address = GetAddress(http.Request) })
                : AdminPage.Render<SignInPage>(http, new { Next = (http.Request.Path + http.Request.QueryString).ToString() });
        }

        http.Features.Set(AdminCaller.CreateWithSession(http, session));
        return await next(context);
    }

    /// <summary>
    /// Browsers send the session's cookie only where the page before was ours as well, and a link in a ticket's note is on another site. A page of
    /// ours that leads to the same address lets them send it.
    /// </summary>
    private static bool IsLinkFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !request.Cookies.ContainsKey(AdminSessions.CookieName);

    private static string GetAddress(HttpRequest request) => $"{request.PathBase}{request.Path}{request.QueryString}";
}
