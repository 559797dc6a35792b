using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Conversations, and what happened to their messages. Never the messages' texts.</summary>
internal static class ConversationEndpoints
{
    private const int PageSize = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("conversations", ListAsync);
        api.MapGet("conversations/{id}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(
        string? channel, string? user, string? ticket, string? cursor, IDatabase database, CancellationToken cancellationToken)
    {
        var search = new ConversationSearch { Channel = channel, UserId = user, TicketId = ticket };
        var found = await database.ReadAsync(store => store.ConversationSearch.ListAsync(search, cursor, PageSize + 1), cancellationToken);
        var page = found.Take(PageSize).Select(item => item.Conversation).ToList();
        return Results.Json(new { conversations = page.Select(Describe), next = found.Count > PageSize ? page[^1].Id : null });
    }

    private static async Task<IResult> ShowAsync(string id, IDatabase database, CancellationToken cancellationToken)
    {
        var (conversation, timeline) = await database.ReadAsync(
            async store => (
                await store.Conversations.FindAsync(id),
                await store.Timeline.ListAsync(id, before: null, limit: int.MaxValue, withTexts: false)),
            cancellationToken);
        return conversation is null
            ? Problems.NotFound()
            : Results.Json(new
            {
                conversation = Describe(conversation),
                attributes = ParseStored(conversation.Context.Attributes),
                hiddenAttributes = ParseStored(conversation.Context.HiddenAttributes),
                customData = ParseStored(conversation.Context.CustomData),
                scriptFields = ParseStored(conversation.Context.ScriptFields),
                timeline = TimelineMessage.InOrder(timeline).Select(message => new
                {
                    messageId = message.Id,
                    direction = message.Direction.ToAdminName(),
                    message.Sequence,
                    message.Kind,
                    state = message.State.ToString(),
                    message.Attempts,
                    message.AcceptedAt,
                    message.SettledAt,
                    message.Reason,
                    message.RemoteId,
                }),
            });
    }

    /// <summary>What the bot sent at the hand-over. It was stored only if it is JSON.</summary>
    private static JsonNode? ParseStored(string? stored) => stored is null ? null : JsonNode.Parse(stored);

    private static object Describe(Conversation conversation) => new
    {
        conversation.Id,
        conversation.Client.Channel,
        conversation.Client.UserId,
        conversation.Helpdesk,
        phase = conversation.Phase.ToString(),
        conversation.OpenedAt,
        conversation.EndedAt,
        conversation.DestinationId,
        conversation.TicketId,
        ticketStatus = conversation.TicketStatus.ToString(),
    };
}
