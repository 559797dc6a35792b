using HelpdeskBridge.Channels;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>setWebhook</c>: where events for JAICP go from now on. JAICP calls it when the channel is saved.</summary>
internal static class SetWebhook
{
    public static void Map(RouteGroupBuilder calls) => calls.MapPost("setWebhook", HandleAsync).WithCallDescription<SetWebhookRequest>(
        "Set the address of events",
        "Events that wait are sent to the new address at once. An empty url unsets it: events wait.",
        """{"url":"https://bot.jaicp.com/chatadapter/chatapi/webhook/operatorapi/AbCdEfGh:0123456789abcdef0123456789abcdef01234567"}""");

    private static async Task<IResult> HandleAsync(HttpContext http, JaicpWebhookRules webhooks, IDatabase database, DueTimer timer, BridgeClock clock)
    {
        var call = OperatorCall.Get(http);
        var unset = call.Fields.IsEmptyText("url");
        var url = unset ? null : call.Fields.Required("url");
        if (!call.Fields.HasFaults && url is not null && webhooks.Validate(url) is { } why)
            call.Fields.Fault("url", why);
        if (call.Fields.HasFaults)
            return call.Fields.Problem();

        await database.WriteAsync(
            async store =>
            {
                await store.Channels.SaveWebhookUrlAsync(call.Channel, url);
                if (url is not null)
                    await store.Queues.WakeEventsAsync(call.Channel, clock.Now);
            },
            http.RequestAborted);
        timer.SetAt(clock.Now);
        return OperatorCall.Done();
    }
}

/// <summary>Body of <c>setWebhook</c>.</summary>
/// <param name="Url">Absolute https address; kept and called verbatim.</param>
public sealed record SetWebhookRequest(string Url);
