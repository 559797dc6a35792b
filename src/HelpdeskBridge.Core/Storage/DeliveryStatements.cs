using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>What is recorded of attempts to deliver messages. The statements of a batch are run together.</summary>
internal static class DeliveryStatements
{
    private const string UpdateClaimed = $"""
        UPDATE messages SET state = 'Sending', attempts = attempts + 1,
            claimed_at = CASE state WHEN 'Sending' THEN claimed_at ELSE @now END,
            batch_id = CASE state WHEN 'Sending' THEN batch_id ELSE @batchId END,
            unanswered_since = CASE WHEN @onlyLookedUp THEN unanswered_since ELSE NULL END
        WHERE id = @id AND attempts = @attempts AND {QueueStore.WaitingById}
        RETURNING id
        """;

    private const string UpdateSettled = $"""
        UPDATE messages SET state = @state, settled_at = @now, remote_id = @remoteId, reason = @reason, unanswered_since = @unansweredSince
        WHERE id = @id AND {QueueStore.WaitingById}
        RETURNING id
        """;

    private const string UpdateIsolated =
        $"UPDATE messages SET state = 'Pending', alone = 1, due_at = @now WHERE id = @id AND {QueueStore.WaitingById} RETURNING id";

    private const string UpdatePostponed = $"""
        UPDATE messages SET state = @state, due_at = CASE WHEN wakes = @wakes THEN @due ELSE due_at END, reason = @reason, outage = @outage,
            unanswered_since = @unansweredSince
        WHERE id = @id AND {QueueStore.WaitingById}
        RETURNING id
        """;

    private const string InsertAttempt = """
        INSERT INTO attempts (message_id, number, ended_at, outcome, detail)
        SELECT @messageId, @number, @now, @outcome, @detail
        WHERE EXISTS (SELECT 1 FROM messages WHERE id = @messageId)
        ON CONFLICT (message_id, number) DO NOTHING
        RETURNING number
        """;

    /// <summary>
    /// Records durably that a message is about to be sent. Whoever finds it in this state later can't know whether it was. It returns no row when
    /// another attempt was made since the message was loaded, or it no longer waits.
    /// </summary>
    /// <param name="message">The message as it was loaded.</param>
    /// <param name="batchId">The head of the batch it is sent in. A message that is sent again stays in its first batch.</param>
    /// <param name="now">Now.</param>
    /// <param name="onlyLookedUp">Whether no request is sent, because an earlier one may still take effect.</param>
    public static StoreStatement Claim(StoredMessage message, string batchId, DateTimeOffset now, bool onlyLookedUp = false) => new(
        UpdateClaimed,
        StoreParameter.From("id", message.Id),
        StoreParameter.From("attempts", message.Attempts),
        StoreParameter.From("batchId", batchId),
        StoreParameter.From("onlyLookedUp", onlyLookedUp),
        StoreParameter.From("now", ToStored(now)));

    /// <summary>The message was delivered, dropped or given up.</summary>
    /// <param name="id">The message.</param>
    /// <param name="state"><see cref="MessageState.Delivered"/>, <see cref="MessageState.Discarded"/> or <see cref="MessageState.Dead"/>.</param>
    /// <param name="remoteId">The id that the other side gave it; null: none is known.</param>
    /// <param name="reason">Why it was given up.</param>
    /// <param name="now">The current time.</param>
    /// <param name="unansweredSince">Its <see cref="StoredMessage.UnansweredSince"/>.</param>
    public static StoreStatement Settle(
        string id, MessageState state, string? remoteId, string? reason, DateTimeOffset now, DateTimeOffset? unansweredSince = null) => new(
        UpdateSettled,
        StoreParameter.From("id", id),
        StoreParameter.From("state", state.ToString()),
        StoreParameter.From("remoteId", remoteId),
        StoreParameter.From("reason", reason),
        StoreParameter.From("unansweredSince", ToStored(unansweredSince)),
        StoreParameter.From("now", ToStored(now)));

    /// <summary>Its batch was refused: the message is tried again by itself, now.</summary>
    public static StoreStatement Isolate(string id, DateTimeOffset now) =>
        new(UpdateIsolated, StoreParameter.From("id", id), StoreParameter.From("now", ToStored(now)));

    /// <summary>The message waits until <paramref name="dueAt"/>, except that a wake-up which came while it was being sent stays in effect.</summary>
    /// <param name="message">The message as it was loaded; <see cref="StoredMessage.Wakes"/> tells whether it was woken since.</param>
    /// <param name="state"><see cref="MessageState.Pending"/>: it was not taken. <see cref="MessageState.Sending"/>: it may have been.</param>
    /// <param name="dueAt">When it is tried again.</param>
    /// <param name="reason">Why it waits.</param>
    /// <param name="outage">The endpoint as a whole failed. When it answers again, the message is due at once.</param>
    /// <param name="unansweredSince">Its <see cref="StoredMessage.UnansweredSince"/>.</param>
    /// <param name="isPerhapsOutage">The endpoint as a whole may have failed, but this is not known.</param>
    public static StoreStatement Postpone(
        StoredMessage message, MessageState state, DateTimeOffset dueAt, string reason, bool outage, DateTimeOffset? unansweredSince = null,
        bool isPerhapsOutage = false) => new(
        UpdatePostponed,
        StoreParameter.From("id", message.Id),
        StoreParameter.From("wakes", message.Wakes),
        StoreParameter.From("state", state.ToString()),
        StoreParameter.From("due", ToStored(dueAt)),
        StoreParameter.From("reason", reason),
        StoreParameter.From("outage", outage ? OutageStore.PutOffByOutage : isPerhapsOutage ? OutageStore.PutOffPerhaps : 0),
        StoreParameter.From("unansweredSince", ToStored(unansweredSince)));

    /// <summary>Adds an attempt to the timeline of a message, unless the message was erased meanwhile.</summary>
    public static StoreStatement AddAttempt(string messageId, int number, string outcome, string? detail, DateTimeOffset now) => new(
        InsertAttempt,
        StoreParameter.From("messageId", messageId),
        StoreParameter.From("number", number),
        StoreParameter.From("outcome", outcome),
        StoreParameter.From("detail", detail),
        StoreParameter.From("now", ToStored(now)));
}
