using HelpdeskBridge.Callers;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Operations;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk;

/// <summary>
/// <c>POST /helpdesk/{helpdesk}/webhook</c>. A webhook is a doorbell: it is verified, noted durably and answered. What happened is
/// read from the ticket, because webhooks come twice, late, in any order, or not at all.
/// </summary>
internal static partial class WebhookEndpoint
{
    public static void MapHelpdeskWebhooks(this WebApplication app) =>
        app.MapPost("/helpdesk/{helpdesk}/webhook", TakeAsync).ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(
        string helpdesk, HttpContext http, Helpdesks helpdesks, BridgeSettings settings, Strangers strangers, RequestBody bodies, IDatabase database, Doorbell doorbell, BridgeClock clock,
        ILogger<Helpdesks> log)
    {
        if (helpdesks.Find(helpdesk) is not { } desk)
            return strangers.Refuse(http, Problems.NotFound());

        var (body, refusal) = await bodies.ReadOfUnknownAsync(http);
        if (refusal is not null)
            return refusal;

        // The name as set: addresses tolerate other letter case, the store must not see two helpdesks in it.
        helpdesk = settings.Helpdesks.Keys.First(name => name.Equals(helpdesk, StringComparison.OrdinalIgnoreCase));
        switch (desk.ReadWebhook(http.Request.Headers, body))
        {
            case WebhookReading.NotGenuine notGenuine:
                Log.NotGenuine(log, helpdesk, notGenuine.Why);
                return strangers.Refuse(http, Problems.Unauthorized(notGenuine.Why));
            case WebhookReading.Unreadable unreadable:
                return Problems.Faulty(("body", unreadable.Why));
            case WebhookReading.AboutTicket about:
                if (await NoteAsync(database, helpdesk, about, clock, http.RequestAborted))
                    doorbell.RingTicket(helpdesk, about.TicketId);
                return Results.Json(new object());
            default:
                return Results.Json(new object());
        }
    }

    /// <returns>Whether the ticket is one of ours; a busy account also sends everybody else's.</returns>
    private static async Task<bool> NoteAsync(IDatabase database, string helpdesk, WebhookReading.AboutTicket about, BridgeClock clock, CancellationToken cancellation)
    {
        var ours = about.IsOurs || await database.ReadAsync(session => session.IsTicketKnownAsync(helpdesk, about.TicketId), cancellation);
        if (!ours)
            return false;
        await database.WriteAsync(session => session.NoteTicketAsync(helpdesk, about.TicketId, clock.Now, about.MergedInto), cancellation);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "A webhook call for helpdesk {Helpdesk} was refused: {Why}")]
        public static partial void NotGenuine(ILogger logger, string helpdesk, string why);
    }
}
