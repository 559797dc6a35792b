using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>The caller of a request to the admin side.</summary>
/// <param name="Actor">The name in the audit.</param>
/// <param name="Address">The caller's address.</param>
/// <param name="Session">Null for a caller with the key itself, or without either.</param>
internal sealed record AdminCaller(string Actor, string Address, AdminSession? Session)
{
    private const string ApiKeyActor = "api key";

    /// <summary>A caller who signs in under this name.</summary>
    public static AdminCaller CreateSigningIn(HttpContext http, string actor) => new(actor, CallerAddress.Get(http), null);

    public static AdminCaller CreateWithKey(HttpContext http) => new(ApiKeyActor, CallerAddress.Get(http), null);

    public static AdminCaller CreateWithSession(HttpContext http, AdminSession session) => new(session.Actor, CallerAddress.Get(http), session);

    /// <summary>The caller whom <see cref="AdminFilter"/> let in.</summary>
    public static AdminCaller Get(HttpContext http) =>
        http.Features.Get<AdminCaller>() ?? throw new InvalidOperationException("The route has no AdminFilter.");

    /// <summary>An audit entry about something this caller does.</summary>
    public AuditEntry CreateAuditEntry(BridgeClock clock, string action, string? subject = null, string outcome = "done") =>
        new(clock.NewId(), clock.Now, Actor, Address, action, subject, outcome);
}
