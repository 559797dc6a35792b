using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Sessions of the admin page: a random token in a cookie, its hash in the store. So signing out ends it everywhere, and a restart or
/// another process on the store does not. It ends by itself after <see cref="Longest"/>, or <see cref="Idle"/> without a request, and with
/// the key it began with.
/// </summary>
internal sealed class AdminSessions(AdminKey key, IDatabase database, IOptions<BridgeOptions> options, BridgeClock clock)
{
    public const string CookieName = "helpdesk-bridge-admin";

    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>Not each request is worth a write.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    /// <summary>Begins one, in the same transaction as <paramref name="entry"/>, and gives its cookie out.</summary>
    public async Task BeginAsync(HttpContext http, string actor, AuditEntry entry)
    {
        var (token, now) = (WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32)), clock.Now);
        await database.WriteAsync(
            async store =>
            {
                await store.AdminSessions.DeleteBegunBeforeAsync(now - Longest);
                await store.AdminSessions.AddAsync(new AdminSession(GetHash(token), actor, key.Print, now, now));
                await store.Audit.AddAsync(entry);
            },
            CancellationToken.None);
        http.Response.Cookies.Append(CookieName, token, Options(http));
    }

    /// <summary>The session a request belongs to; null: none that is still on.</summary>
    public async Task<AdminSession?> FindAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } token)
            return null;
        var (hash, now) = (GetHash(token), clock.Now);
        var found = await database.ReadAsync(store => store.AdminSessions.FindAsync(hash), cancellationToken);
        if (found is null || now - found.BeganAt >= Longest || now - found.SeenAt >= Idle || found.KeyFingerprint != key.Print)
            return null;
        if (now - found.SeenAt >= Noted)
            await database.WriteAsync(store => store.AdminSessions.TouchAsync(hash, now), cancellationToken);
        return found;
    }

    public async Task EndAsync(HttpContext http, AdminSession ended, AuditEntry entry)
    {
        await database.WriteAsync(
            async store =>
            {
                await store.AdminSessions.DeleteAsync(ended.TokenHash);
                await store.Audit.AddAsync(entry);
            },
            CancellationToken.None);
        http.Response.Cookies.Delete(CookieName, Options(http));
    }

    /// <summary>What a form or call of this session must bring along: another site can make the browser send the cookie, but not read this.</summary>
    public static string GetCrossSiteToken(AdminSession session) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(session.TokenHash), "cross-site"u8));

    private static string GetHash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || options.Value.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        Path = http.Request.PathBase + AdminSetup.Root,
        IsEssential = true,
    };
}
