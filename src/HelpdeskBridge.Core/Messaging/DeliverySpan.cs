using System.Diagnostics;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// The span of an attempt to send a batch. It continues the trace of its first message, over restarts too, and links to the traces of all. It holds
/// no text, name or id of a client.
/// </summary>
internal static class DeliverySpan
{
    public static Activity? Start(OutboundBatch batch)
    {
        var head = batch.Head;
        var span = Tracing.Continue(
            $"deliver {head.Body.Kind}", head.TraceContext, batch.Messages.Count > 1 ? batch.Messages.Select(message => message.TraceContext) : []);
        span?.SetTag("bridge.channel", batch.Conversation.Client.Channel);
        span?.SetTag("bridge.helpdesk", batch.Conversation.Helpdesk);
        span?.SetTag("bridge.direction", head.Direction.ToString());
        span?.SetTag("bridge.conversation.id", batch.Conversation.Id);
        span?.SetTag("bridge.message.id", head.Id);
        span?.SetTag("bridge.message.kind", head.Body.Kind);
        span?.SetTag("bridge.batch.messages", batch.Messages.Count);
        span?.SetTag("bridge.attempt", head.Attempts + 1);
        return span;
    }

    public static void SetOutcome(Activity? span, DeliveryOutcome outcome)
    {
        span?.SetTag("bridge.outcome", outcome.GetType().Name);
        if (GetFailure(outcome) is { } reason)
            span?.SetStatus(ActivityStatusCode.Error, reason);
    }

    private static string? GetFailure(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Retry retry => retry.Reason,
        DeliveryOutcome.Unknown unknown => unknown.Reason,
        DeliveryOutcome.Failed failed => failed.Reason,
        _ => null,
    };
}
