using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Stops other web sites from using an operator's session (CSRF). Every form and call that changes something has a token that only the admin
/// page knows, and what the browser says about the request's origin is checked as well.
/// </summary>
/// <remarks>Why this is not ASP.NET Core's antiforgery: docs/decisions/0008-admin-sessions.md.</remarks>
internal static class CrossSiteProtection
{
    public const string TokenHeader = "X-CSRF-Token";
    public const string TokenField = "csrf";

    /// <summary>The session's token. Another site can make the browser send the cookie, but it can't read the page with this token.</summary>
    public static string CreateToken(AdminSession session) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(session.TokenHash), "cross-site"u8));

    /// <summary>Whether the request has the session's token and does not come from another site.</summary>
    public static async Task<bool> IsFromOwnPageAsync(HttpContext http, AdminSession session)
    {
        if (IsFromOtherSite(http.Request))
            return false;
        var given = http.Request.Headers[TokenHeader].ToString();
        if (given.Length == 0 && http.Request.HasFormContentType)
            given = (await http.Request.ReadFormAsync(http.RequestAborted))[TokenField].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(CreateToken(session)));
    }

    /// <summary>Whether the browser says that a page of another site made the request. Programs that are no browser say nothing.</summary>
    public static bool IsFromOtherSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
            return true;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return false;
        return !WebUri.TryParse(origin, out var uri) || !uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
