using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>What to look for among the conversations. What is null is not asked for.</summary>
internal sealed record ConversationSearch
{
    public static readonly ConversationSearch All = new();

    public string? Channel { get; init; }

    public string? UserId { get; init; }

    /// <summary>A ticket that belongs to the conversation, or once did.</summary>
    public string? TicketId { get; init; }

    /// <summary>The helpdesk account of <see cref="TicketId"/>.</summary>
    public string? Helpdesk { get; init; }

    public Phase? Phase { get; init; }

    /// <summary>Only those in which a message waits.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Only those that have a dead letter.</summary>
    public bool HasDeadLetters { get; init; }
}

/// <summary>A conversation that was found.</summary>
/// <param name="Conversation">The conversation, without what the bot handed over.</param>
/// <param name="Waiting">How many of its messages wait.</param>
/// <param name="DeadLetters">How many of its messages are dead letters.</param>
internal sealed record FoundConversation(Conversation Conversation, int Waiting, int DeadLetters);

/// <summary>Finds conversations for operators.</summary>
internal sealed class ConversationSearchStore(StoreConnection connection)
{
    private const string SelectStart = $"""
        SELECT {ConversationRow.ColumnsWithoutContext},
            (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = conversations.id AND m.{QueueStore.Waiting}) AS Waiting,
            (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = conversations.id AND m.state = 'Dead') AS DeadLetters
        FROM conversations WHERE 1 = 1
        """;

    private const string OfChannel = " AND channel = @Channel";
    private const string OfUser = " AND user_id = @UserId";
    private const string OfTicket = " AND id IN (SELECT conversation_id FROM tickets WHERE ticket_id = @TicketId)";
    private const string OfHelpdesk = " AND helpdesk = @Helpdesk";
    private const string ThatAreOpen = " AND phase = 'Open'";
    private const string ThatEnded = " AND phase = 'Ended'";
    private const string ThatWait = $" AND id IN (SELECT conversation_id FROM messages WHERE {QueueStore.Waiting})";
    private const string WithDeadLetters = " AND id IN (SELECT conversation_id FROM messages WHERE state = 'Dead')";
    private const string Before = " AND id < @before";
    private const string End = " ORDER BY id DESC LIMIT @limit";

    /// <summary>One page of conversations, newest first. They have no context, because a hundred of them may be a hundred megabytes.</summary>
    /// <param name="search">What is looked for.</param>
    /// <param name="before">Id of the last one of the page before; null: the first page. Ids rise with time.</param>
    /// <param name="limit">Size of a page.</param>
    public async Task<List<FoundConversation>> ListAsync(ConversationSearch search, string? before, int limit) =>
        (await connection.QueryAsync<Row>(
            CreateSelect(search, before is not null),
            new { search.Channel, search.UserId, search.TicketId, search.Helpdesk, before, limit }))
        .ConvertAll(row => row.ToFound());

    /// <summary>
    /// Only the conditions that are asked for, because "or the parameter is null" would keep the database from using an index. The texts are fixed,
    /// and values are parameters.
    /// </summary>
    private static string CreateSelect(ConversationSearch search, bool isLaterPage) => string.Concat(
        SelectStart,
        search.Channel is null ? "" : OfChannel,
        search.UserId is null ? "" : OfUser,
        search.TicketId is null ? "" : OfTicket,
        search.Helpdesk is null ? "" : OfHelpdesk)
        + string.Concat(
            search.Phase switch { Phase.Open => ThatAreOpen, Phase.Ended => ThatEnded, _ => "" },
            search.IsWaiting ? ThatWait : "",
            search.HasDeadLetters ? WithDeadLetters : "",
            isLaterPage ? Before : "")
        + End;

    private sealed class Row : ConversationRow
    {
        public long Waiting { get; init; }
        public long DeadLetters { get; init; }

        public FoundConversation ToFound() => new(ToConversation(), (int)Waiting, (int)DeadLetters);
    }
}
