using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;

namespace HelpdeskBridge.Webhooks;

/// <summary>
/// <c>POST /helpdesk/{helpdesk}/webhook</c>. A webhook is only a trigger: it is verified, stored and answered. What happened is read from the
/// ticket, because webhooks come twice, late, in any order, or not at all.
/// </summary>
internal static partial class WebhookEndpoint
{
    public static void MapHelpdeskWebhooks(this WebApplication app) =>
        app.MapPost("/helpdesk/{helpdesk}/webhook", HandleAsync).ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        string helpdesk, HttpContext http, HelpdeskRegistry helpdesks, RejectionLimiter rejections, RequestBodyReader bodies, WebhookInbox inbox,
        LastCalls lastCalls, ILogger<WebhookInbox> log)
    {
        if (helpdesks.Find(helpdesk) is not var (name, account))
            return rejections.Reject(http, Problems.NotFound());

        var (body, refusal) = await bodies.ReadFromUnknownCallerAsync(http);
        if (refusal is not null)
            return refusal;

        var reading = account.ReadWebhook(http.Request.Headers, body);
        if (reading is not (WebhookReading.NotGenuine or WebhookReading.Unreadable))
            lastCalls.RecordWebhook(name);
        switch (reading)
        {
            case WebhookReading.NotGenuine notGenuine:
                Log.NotGenuine(log, name, notGenuine.Reason);
                return rejections.Reject(http, Problems.Unauthorized(notGenuine.Reason));
            case WebhookReading.Unreadable unreadable:
                return Problems.Invalid(("body", unreadable.Reason));
            case WebhookReading.AboutTicket about:
                await inbox.AcceptAsync(name, about, http.RequestAborted);
                return Results.Json(new object());
            default:
                return Results.Json(new object());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "A webhook call for {Helpdesk} was refused: {Reason}")]
        public static partial void NotGenuine(ILogger logger, string helpdesk, string reason);
    }
}
