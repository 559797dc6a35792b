using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Network;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Jaicp.Events;

/// <summary>
/// Sends events to the channel's webhook. There is no way to look up an event at JAICP: after a lost response it is sent again, with the same id.
/// </summary>
internal sealed partial class JaicpSender(
    IServiceProvider services, JaicpEventFactory events, IDatabase database, JaicpWebhookRules webhooks, ChannelRegistry channels, BridgeClock clock,
    ILogger<JaicpSender> log) : IMessageSender
{
    public Direction Direction => Direction.ToJaicp;

    public async Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var channel = batch.Conversation.Client.Channel;
        var webhook = channels.Get(channel).WebhookUrl
            ?? await database.ReadAsync(store => store.Channels.FindWebhookUrlAsync(channel), cancellationToken);
        var jaicpEvent = await events.CreateAsync(batch, cancellationToken);

        // The text of this notice was set to empty after the notice was queued.
        if (jaicpEvent is { Type: JaicpEvent.TextMessage, Text: "" })
            return new DeliveryOutcome.Delivered { NothingSent = true };
        if (string.IsNullOrEmpty(webhook))
        {
            Log.NoWebhook(log, channel);
            return new DeliveryOutcome.Retry("JAICP has not called setWebhook yet");
        }

        // The settings may have changed since JAICP gave this address.
        if (webhooks.Validate(webhook) is { } problem)
            return new DeliveryOutcome.Retry($"the webhook's address {problem}", Scope: FailureScope.Endpoint);

        try
        {
            using var response = await services.GetRequiredKeyedService<IJaicpApi>(channel).SendAsync(jaicpEvent, webhook, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return JaicpFailureTable.GetOutcome(response.StatusCode, response.GetRetryAfter(clock), response.Error?.InnerException ?? response.Error);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return JaicpFailureTable.GetOutcome(null, null, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            5001, LogLevel.Warning, "Events of channel {Channel} wait: JAICP has not called setWebhook yet. Press Save on the channel in JAICP")]
        public static partial void NoWebhook(ILogger logger, string channel);
    }
}
