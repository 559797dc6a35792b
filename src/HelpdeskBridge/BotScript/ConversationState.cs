using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.BotScript;

/// <summary><c>GET conversation?userId=</c>: what became of the client's open conversation, or of the last one.</summary>
/// <param name="Phase">none, open or ended.</param>
internal sealed record ConversationState(string Phase)
{
    /// <summary>agent, client, idle, returned or deleted; null while it is open, and where it is not known.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The ticket; null until it is opened.</summary>
    public string? TicketId { get; init; }

    /// <summary>new, open, pending, hold, solved, closed or deleted; null without a ticket.</summary>
    public string? TicketStatus { get; init; }

    /// <summary>The name of the agent who last answered in this chat; null: none has.</summary>
    public string? Agent { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When an agent first answered.</summary>
    public DateTimeOffset? FirstReplyAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// The place among the open chats of the group that no agent has answered yet, beginning with 1; null when this is none of them.
    /// </summary>
    public long? Position { get; init; }

    public static void Map(RouteGroupBuilder calls) => calls.MapGet("conversation", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext http, IDatabase database)
    {
        var call = BotCall.Get(http);
        var client = call.GetClient();
        if (call.Fields.HasErrors)
            return call.Fields.ToProblem();
        return Results.Json(await database.ReadAsync(store => ReadAsync(store, client), http.RequestAborted));
    }

    private static async Task<ConversationState> ReadAsync(StoreTransaction store, ChannelUser client)
    {
        if (await store.Conversations.FindCurrentAsync(client) is not { } conversation)
            return new ConversationState("none");
        var isWaiting = conversation is { IsOpen: true, FirstReplyAt: null };

        // The conversation may have had chats before this one, in the same ticket.
        var agent = await store.Messages.FindLastAgentAsync(conversation.Id, conversation.OpenedAt);
        return new ConversationState(conversation.IsOpen ? "open" : "ended")
        {
            EndedBy = ToWord(conversation.EndedBy),
            TicketId = conversation.TicketId,
            TicketStatus = conversation.TicketStatus switch
            {
                Conversations.TicketStatus.None => null,
                Conversations.TicketStatus.Gone => "deleted",
                var status => ToWord(status),
            },
            Agent = agent is null ? null : $"{agent.FirstName} {agent.LastName}".Trim(),
            OpenedAt = conversation.OpenedAt,
            FirstReplyAt = conversation.FirstReplyAt,
            EndedAt = conversation.EndedAt,
            Position = isWaiting ? await store.Unanswered.GetPositionAsync(conversation) : null,
        };
    }

    private static string? ToWord<T>(T value) => value?.ToString()?.ToLowerInvariant();
}
