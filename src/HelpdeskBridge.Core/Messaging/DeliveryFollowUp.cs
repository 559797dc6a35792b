using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// What happens after an attempt was recorded: logging, metrics, wake-ups and endpoint health. The process can end before all of this, so nothing
/// here may be necessary for correctness.
/// </summary>
internal sealed partial class DeliveryFollowUp(
    WakeUps wakeUps, ITicketSyncTrigger ticketSync, ClientFileDownloadQueue downloads, OutageRecovery recovery, DueTimer timer,
    DeliveryMetrics metrics, ILogger<DeliveryFollowUp> log)
{
    public async Task RunAsync(QueueId queue, OutboundBatch batch, DeliveryOutcome outcome, RecordedDelivery recorded, DateTimeOffset now)
    {
        var effects = recorded.Effects;
        Report(queue, batch, outcome, effects, now);
        ForgetSettledFiles(batch, effects.Decisions);
        wakeUps.Wake(recorded.Queues);
        if (outcome is DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened })
            ticketSync.Wake(batch.Conversation.Helpdesk, opened.TicketId);
        if (recorded.TicketToRead is { } ticketId)
            ticketSync.Wake(batch.Conversation.Helpdesk, ticketId);

        if (recorded.IsRecovered)
            await recovery.RecoverAsync(batch.Attempt.Use);
        if (effects.WaitsUntil is { } dueAt)
            timer.SetAt(dueAt);
        recovery.ScheduleProbe(batch.Attempt.Use);
    }

    /// <summary>After a batch was put off without an attempt.</summary>
    public async Task AfterHoldAsync(OutboundBatch batch, IReadOnlyList<QueueId> queues, DateTimeOffset dueAt)
    {
        Log.Held(log, batch.Head.Body.Kind, batch.Conversation.Id, batch.Endpoint.Direction, batch.Endpoint.Name, dueAt);
        wakeUps.Wake(queues);
        timer.SetAt(dueAt);
        await recovery.AfterHoldAsync(batch.Attempt.Use);
    }

    /// <summary>After a batch was put off for a short time.</summary>
    public void AfterWait(DateTimeOffset dueAt) => timer.SetAt(dueAt);

    private void ForgetSettledFiles(OutboundBatch batch, IReadOnlyList<DeliveryDecision> decisions)
    {
        foreach (var (message, decision) in batch.Messages.Zip(decisions))
        {
            if (message.Body is ClientFile && decision.IsSettled)
                downloads.Forget(message.Id);
        }
    }

    private void Report(QueueId queue, OutboundBatch batch, DeliveryOutcome outcome, DeliveryEffects effects, DateTimeOffset now)
    {
        var attempt = batch.Head.Attempts + 1;
        var (kind, first, name) = (batch.Head.Body.Kind, effects.Decisions[0], outcome.GetType().Name);
        if (outcome is DeliveryOutcome.Delivered or DeliveryOutcome.Dropped or DeliveryOutcome.TicketOver or DeliveryOutcome.TicketFound)
            Log.Sent(log, kind, batch.Messages.Count, queue.ConversationId, name, attempt);
        foreach (var (message, decision) in batch.Messages.Zip(effects.Decisions))
        {
            metrics.Record(message, decision, now);
            if (decision.State == MessageState.Dead)
                Log.Dead(log, message.Body.Kind, message.Id, queue.ConversationId, decision.Reason);
        }

        if (!first.IsSettled && outcome is not (DeliveryOutcome.TicketOver or DeliveryOutcome.TicketFound or DeliveryOutcome.Failed))
            Log.Postponed(log, kind, queue.ConversationId, name, first.Reason, attempt, first.DueAt);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2001, LogLevel.Information, "{Kind} (with {Messages} message(s)) of conversation {ConversationId}: {Outcome} at attempt {Attempt}")]
        public static partial void Sent(ILogger logger, string kind, int messages, string conversationId, string outcome, int attempt);

        [LoggerMessage(
            2002, LogLevel.Warning, "{Kind} of conversation {ConversationId} waits ({Outcome}: {Reason}) after attempt {Attempt} until {DueAt}")]
        public static partial void Postponed(
            ILogger logger, string kind, string conversationId, string outcome, string? reason, int attempt, DateTimeOffset dueAt);

        [LoggerMessage(
            2014, LogLevel.Debug,
            "{Kind} of conversation {ConversationId} waits for the end of an outage of {Direction} {Name}, at most until {DueAt}")]
        public static partial void Held(
            ILogger logger, string kind, string conversationId, Direction direction, string name, DateTimeOffset dueAt);

        [LoggerMessage(2003, LogLevel.Error, "{Kind} {MessageId} of conversation {ConversationId} is a dead letter: {Reason}")]
        public static partial void Dead(ILogger logger, string kind, string messageId, string conversationId, string? reason);
    }
}
