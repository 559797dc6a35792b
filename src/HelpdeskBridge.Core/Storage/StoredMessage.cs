using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>A message that waits in a queue.</summary>
internal sealed record StoredMessage(
    string Id, string ConversationId, Direction Direction, long Sequence, MessageBody Body, MessageState State, int Attempts,
    DateTimeOffset AcceptedAt, DateTimeOffset DueAt)
{
    /// <summary>When its batch was first claimed; null until then.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Since when it waits: since it was accepted, or since an operator had it sent again.</summary>
    public DateTimeOffset WaitsSince { get; init; } = AcceptedAt;

    /// <summary>It is sent by itself, because the batch it was in was refused or it was a dead letter.</summary>
    public bool Alone { get; init; }

    /// <summary>The head of the batch it was last claimed in; null until then.</summary>
    public string? BatchId { get; init; }

    /// <summary>How often it was made due before its time. It tells whether that happened since the message was loaded.</summary>
    public long Wakes { get; init; }

    /// <summary>
    /// When the bridge gave up waiting for the response to the last request that may have been accepted. Null: there is no such request, or the
    /// process died while it was sent.
    /// </summary>
    public DateTimeOffset? UnansweredSince { get; init; }

    /// <summary>The trace context of what put it into the queue (<see cref="Telemetry.Tracing.CurrentContext"/>); null: it was not traced.</summary>
    public string? TraceContext { get; init; }
}

/// <summary>Names an outbound queue: one conversation in one direction. The messages of a queue are sent one after another.</summary>
internal readonly record struct QueueId(string ConversationId, Direction Direction);

/// <summary>A queue whose first message is due.</summary>
internal sealed record DueQueue(QueueId Queue, DateTimeOffset DueAt);
