namespace HelpdeskBridge.Storage;

/// <content>What waits may go earlier than it was put off to.</content>
internal sealed partial class StoreSession
{
    /// <summary>After a start: what was being sent when the process ended is looked at now, not when its old due time comes.</summary>
    public Task WakeInterruptedAsync(DateTimeOffset now) =>
        ExecuteAsync("UPDATE messages SET due_at = @now WHERE state = 'Sending' AND due_at > @now", new { now = Stored(now) });

    /// <summary>A new webhook URL: every event of the channel that waits may go now, also one that is just being sent to the old URL in vain.</summary>
    public Task WakeEventsAsync(string channel, DateTimeOffset now) =>
        ExecuteAsync(
            $"""
            UPDATE messages SET due_at = CASE WHEN due_at = @now THEN @now - 1 ELSE @now END
            WHERE {Waiting} AND direction = 'ToJaicp' AND conversation_id IN (SELECT id FROM conversations WHERE channel = @channel)
            """,
            new { channel, now = Stored(now) });

    /// <summary>The channel's webhook works again: events that waited for that may go now.</summary>
    public Task WakeEventsOfOutageAsync(string channel, DateTimeOffset now) =>
        ExecuteAsync(
            $"""
            UPDATE messages SET due_at = @now
            WHERE {Waiting} AND outage = 1 AND direction = 'ToJaicp' AND due_at > @now AND conversation_id IN (SELECT id FROM conversations WHERE channel = @channel)
            """,
            new { channel, now = Stored(now) });

    /// <summary>The helpdesk works again: messages and readings that waited for that may go now.</summary>
    public async Task WakeHelpdeskAsync(string helpdesk, DateTimeOffset now)
    {
        await ExecuteAsync(
            $"""
            UPDATE messages SET due_at = @now
            WHERE {Waiting} AND outage = 1 AND direction = 'ToHelpdesk' AND due_at > @now AND conversation_id IN (SELECT id FROM conversations WHERE helpdesk = @helpdesk)
            """,
            new { helpdesk, now = Stored(now) });
        await ExecuteAsync("UPDATE noted_tickets SET due_at = @now WHERE helpdesk = @helpdesk AND due_at > @now", new { helpdesk, now = Stored(now) });
    }
}
