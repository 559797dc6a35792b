using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>
/// Stores the first conversation of a client, and puts its messages into their queues. Each statement has the condition that the client has no
/// conversation, so nothing has to be read before.
/// </summary>
/// <param name="conversation">The conversation as it is stored.</param>
/// <param name="messages">The messages, none of which can have been stored before.</param>
/// <param name="now">The current time.</param>
internal sealed class ConversationStart(Conversation conversation, IReadOnlyList<NewMessage> messages, DateTimeOffset now)
{
    /// <summary>Another one that begins at the same time is a conflict: a client has one open conversation.</summary>
    private const string Insert = $"""
        {ConversationStore.InsertColumns} SELECT {ConversationStore.InsertValues}
        WHERE NOT EXISTS (SELECT 1 FROM conversations WHERE channel = @Channel AND user_id = @UserId)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    /// <summary>No other conversation has this id.</summary>
    private const string InsertMessage =
        $"{QueueStore.InsertMessage} WHERE EXISTS (SELECT 1 FROM conversations WHERE id = @conversationId) RETURNING behind";

    public IReadOnlyList<StoreStatement> Statements =>
    [
        new StoreStatement(Insert, ConversationParameters.Get(conversation)),
        .. messages.Select(message => new StoreStatement(
            InsertMessage, QueueStore.GetParameters(conversation.Id, message.Outgoing, message.Body, message.Id, now))),
    ];

    /// <param name="results">The results of the statements.</param>
    /// <returns>What became of each message; null: the client has a conversation, and nothing was stored.</returns>
    public static IReadOnlyList<EnqueueResult>? ReadMessages(IReadOnlyList<object?> results) =>
        results[0] is null ? null : [.. results.Skip(1).Select(QueueStore.ReadResult)];
}
