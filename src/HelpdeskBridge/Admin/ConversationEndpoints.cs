using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Conversations and what became of their messages: never their texts.</summary>
internal static class ConversationEndpoints
{
    private const int PageSize = 100;

    public static string ForAdmin(this Direction direction) => direction == Direction.ToHelpdesk ? "toHelpdesk" : "toJaicp";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("conversations", ListAsync);
        api.MapGet("conversations/{id}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(string? channel, string? user, string? ticket, string? cursor, IDatabase database, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(store => store.Conversations.SearchAsync(channel, user, ticket, cursor, PageSize + 1), cancellationToken);
        var page = found.Take(PageSize).ToList();
        return Results.Json(new { conversations = page.Select(Shown), next = found.Count > PageSize ? page[^1].Id : null });
    }

    private static async Task<IResult> ShowAsync(string id, IDatabase database, CancellationToken cancellationToken)
    {
        var (conversation, timeline) = await database.ReadAsync(async store => (await store.Conversations.FindAsync(id), await store.Messages.ListTimelineAsync(id)), cancellationToken);
        return conversation is null
            ? Problems.NotFound()
            : Results.Json(new
            {
                conversation = Shown(conversation),
                attributes = Parsed(conversation.Context.Attributes),
                hiddenAttributes = Parsed(conversation.Context.HiddenAttributes),
                customData = Parsed(conversation.Context.CustomData),
                timeline = timeline.Select(entry => new
                {
                    entry.MessageId,
                    direction = entry.Direction.ForAdmin(),
                    entry.Sequence,
                    entry.Kind,
                    state = entry.State.ToString(),
                    entry.Attempts,
                    entry.AcceptedAt,
                    entry.SettledAt,
                    entry.Reason,
                    entry.RemoteId,
                }),
            });
    }

    /// <summary>What the bot told at the hand-over, as JSON again; it was stored only if it is some.</summary>
    private static JsonNode? Parsed(string? stored) => stored is null ? null : JsonNode.Parse(stored);

    private static object Shown(Conversation conversation) => new
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
