using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Sessions of the admin page. The cookie holds a random token, the store its hash. So a session survives a restart, is valid in every process
/// on the store, and signing out ends it everywhere. It also ends after <see cref="MaxAge"/>, after <see cref="MaxIdleTime"/> without a request,
/// and when the key is changed.
/// </summary>
/// <remarks>Why this is not ASP.NET Core's cookie authentication: docs/decisions/0008-admin-sessions.md.</remarks>
internal sealed class AdminSessions(AdminKey key, IDatabase database, IOptions<BridgeOptions> options, BridgeClock clock)
{
    public const string CookieName = "helpdesk-bridge-admin";

    /// <summary>The page's script sends it with what it requests by itself: a page that is left open must not keep its session alive.</summary>
    private const string LiveUpdateHeader = "X-Live-Update";

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromHours(1);

    /// <summary>The time of the last request is stored at most this often, because not every request is worth a write.</summary>
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    /// <summary>Starts a session in one transaction with its audit entry, and sets the cookie.</summary>
    public async Task StartAsync(HttpContext http, string actor, AuditEntry entry)
    {
        var (token, now) = (WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32)), clock.Now);
        await database.WriteAsync(
            async store =>
            {
                await store.AdminSessions.DeleteBegunBeforeAsync(now - MaxAge);
                await store.AdminSessions.AddAsync(new AdminSession(GetHash(token), actor, key.Fingerprint, now, now));
                await store.Audit.AddAsync(entry);
            },
            CancellationToken.None);
        http.Response.Cookies.Append(CookieName, token, CreateCookieOptions(http));
    }

    /// <summary>The session of a request; null when it has none that is still valid.</summary>
    public async Task<AdminSession?> FindAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } token)
            return null;
        var (hash, now) = (GetHash(token), clock.Now);
        var session = await database.ReadAsync(store => store.AdminSessions.FindAsync(hash), cancellationToken);
        if (session is null || !IsValid(session, now))
            return null;
        var isOperator = !http.Request.Headers.ContainsKey(LiveUpdateHeader) && !http.Request.Headers.Accept.Contains("text/event-stream");
        if (isOperator && now - session.SeenAt >= TouchInterval)
            await database.WriteAsync(store => store.AdminSessions.TouchAsync(hash, now), cancellationToken);
        return session;
    }

    /// <summary>Ends a session in one transaction with its audit entry, and deletes the cookie.</summary>
    public async Task EndAsync(HttpContext http, AdminSession session, AuditEntry entry)
    {
        await database.WriteAsync(
            async store =>
            {
                await store.AdminSessions.DeleteAsync(session.TokenHash);
                await store.Audit.AddAsync(entry);
            },
            CancellationToken.None);
        http.Response.Cookies.Delete(CookieName, CreateCookieOptions(http));
    }

    private bool IsValid(AdminSession session, DateTimeOffset now) =>
        now - session.BeganAt < MaxAge && now - session.SeenAt < MaxIdleTime && session.KeyFingerprint == key.Fingerprint;

    private static string GetHash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private CookieOptions CreateCookieOptions(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || options.Value.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        Path = http.Request.PathBase + AdminSetup.Root,
        IsEssential = true,
    };
}
