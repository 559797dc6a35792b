using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>
/// Puts messages of one conversation into its queues, and notes when somebody last wrote, which is all that most calls change. Each statement has the
/// condition that the conversation has not changed meanwhile, so nothing has to be read before.
/// </summary>
/// <param name="before">The conversation as it was loaded.</param>
/// <param name="lastMessageAt">When somebody last wrote.</param>
/// <param name="messages">The messages, none of which can have been stored before.</param>
/// <param name="hastensTicketOpening">Whether a ticket that waits for a first message is opened now.</param>
/// <param name="now">The current time.</param>
internal sealed class MessageAppend(
    ConversationVersion before, DateTimeOffset? lastMessageAt, IReadOnlyList<NewMessage> messages, bool hastensTicketOpening, DateTimeOffset now)
{
    private const string HasVersion = "version = @version AND last_word_at IS NOT DISTINCT FROM @lastMessageBefore";
    private const string HasConversation = $"EXISTS (SELECT 1 FROM conversations WHERE id = @conversationId AND {HasVersion})";
    private const string Insert = $"{QueueStore.InsertMessage} WHERE {HasConversation} RETURNING behind";
    private const string UpdateTicketOpeningDue = $"{QueueStore.UpdateTicketOpeningDue} AND {HasConversation} RETURNING id";
    private const string UpdateLastMessage =
        $"UPDATE conversations SET last_word_at = @lastMessageAt WHERE id = @conversationId AND {HasVersion} RETURNING id";

    /// <summary>The last one changes what is the condition of all.</summary>
    public IReadOnlyList<StoreStatement> Statements =>
    [
        .. messages.Select(CreateInsert),
        .. hastensTicketOpening ? [CreateUpdate(UpdateTicketOpeningDue, StoreParameter.From("now", ToStored(now)))] : Array.Empty<StoreStatement>(),
        CreateUpdate(UpdateLastMessage, StoreParameter.From("lastMessageAt", ToStored(lastMessageAt))),
    ];

    /// <param name="results">The results of the statements.</param>
    /// <returns>What became of each message; null: the conversation has changed, and nothing was stored.</returns>
    public IReadOnlyList<EnqueueResult>? ReadMessages(IReadOnlyList<object?> results) =>
        results[^1] is null ? null : [.. results.Take(messages.Count).Select(QueueStore.ReadResult)];

    /// <param name="results">The results of the statements.</param>
    /// <returns>Whether a ticket that waited is opened now.</returns>
    public bool ReadOpensTicket(IReadOnlyList<object?> results) => hastensTicketOpening && results[messages.Count] is not null;

    private StoreStatement CreateInsert(NewMessage message) =>
        Create(Insert, QueueStore.GetParameters(before.Id, message.Outgoing, message.Body, message.Id, now));

    private StoreStatement CreateUpdate(string sql, StoreParameter parameter) =>
        Create(sql, [StoreParameter.From("conversationId", before.Id), parameter]);

    private StoreStatement Create(string sql, IReadOnlyList<StoreParameter> parameters) => new(
        sql,
        [
            .. parameters,
            StoreParameter.From("version", before.Version),
            StoreParameter.From("lastMessageBefore", ToStored(before.LastMessageAt)),
        ]);
}

/// <summary>A message that is put into a queue.</summary>
/// <param name="Outgoing">The message.</param>
/// <param name="Body">Its body as JSON.</param>
/// <param name="Id">Its id.</param>
internal sealed record NewMessage(Outgoing Outgoing, string Body, string Id);
