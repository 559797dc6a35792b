using HelpdeskBridge.Channels;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>setWebhook</c>: the address to which events are sent from now on. JAICP calls it when the channel is saved.</summary>
internal static class SetWebhook
{
    public static void Map(RouteGroupBuilder calls) => calls.MapPost("setWebhook", HandleAsync).WithCallDescription<SetWebhookRequest>(
        "Set the address for events",
        "Waiting events are sent to the new address immediately. An empty url removes the address: events wait.",
        """{"url":"https://bot.jaicp.com/chatadapter/chatapi/webhook/operatorapi/AbCdEfGh:0123456789abcdef0123456789abcdef01234567"}""");

    private static async Task<IResult> HandleAsync(
        HttpContext http, JaicpWebhookRules webhooks, IDatabase database, EndpointHealth health, DueTimer timer, BridgeClock clock)
    {
        var call = OperatorCall.Get(http);
        var url = call.Fields.IsEmptyText("url") ? null : call.Fields.GetRequiredText("url");
        if (!call.Fields.HasErrors && url is not null && webhooks.Validate(url) is { } error)
            call.Fields.AddError("url", error);
        if (call.Fields.HasErrors)
            return call.Fields.ToProblem();

        await database.WriteAsync(
            async store =>
            {
                await store.Channels.SaveWebhookUrlAsync(call.Channel, url);
                if (url is not null)
                    await store.DueQueues.MakeEventsDueAsync(call.Channel, clock.Now);
            },
            http.RequestAborted);
        await health.ResetAsync(EndpointUse.Writes(DeliveryEndpoint.Channel(call.Channel)));
        timer.SetAt(clock.Now);
        return OperatorCall.Ok();
    }
}

/// <summary>Body of <c>setWebhook</c>.</summary>
/// <param name="Url">An absolute https address. It is stored and called unchanged.</param>
public sealed record SetWebhookRequest(string Url);
