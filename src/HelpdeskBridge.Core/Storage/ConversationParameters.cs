using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>The parameters of the statements that store a conversation.</summary>
internal static class ConversationParameters
{
    public static IReadOnlyList<StoreParameter> Get(Conversation saved) => [.. GetWithoutContext(saved), .. GetContext(saved)];

    /// <summary>All but what the bot handed over, which may be a megabyte.</summary>
    public static IReadOnlyList<StoreParameter> GetWithoutContext(Conversation saved) =>
    [
        StoreParameter.From("Id", saved.Id),
        StoreParameter.From("Channel", saved.Client.Channel),
        StoreParameter.From("UserId", saved.Client.UserId),
        StoreParameter.From("Helpdesk", saved.Helpdesk),
        StoreParameter.From("Phase", saved.Phase.ToString()),
        StoreParameter.From("OpenedAt", ToStored(saved.OpenedAt)),
        StoreParameter.From("EndedAt", ToStored(saved.EndedAt)),
        StoreParameter.From("DestinationId", saved.DestinationId),
        StoreParameter.From("UserName", saved.UserName),
        StoreParameter.From("TicketId", saved.TicketId),
        StoreParameter.From("TicketStatus", saved.TicketStatus.ToString()),
        StoreParameter.From("TicketsOpened", saved.TicketsOpened),
        StoreParameter.From("AgentId", saved.AgentId),
        StoreParameter.From("AssigneeId", saved.AssigneeId),
        StoreParameter.From("LastMessageAt", ToStored(saved.LastMessageAt)),
        StoreParameter.From("FirstReplyAt", ToStored(saved.FirstReplyAt)),
        StoreParameter.From("OfflineNoticeAt", ToStored(saved.OfflineNoticeAt)),
        StoreParameter.From("EndedBy", saved.EndedBy?.ToString()),
        StoreParameter.From("Rating", saved.Rating?.Score),
        StoreParameter.From("RatingComment", saved.Rating?.Comment),
        StoreParameter.From("RatedAt", ToStored(saved.Rating?.At)),
        StoreParameter.From("ReopenedAt", ToStored(saved.ReopenedAt)),
        StoreParameter.From("EscalatedAfter", (long?)saved.EscalatedAfter?.TotalMilliseconds),
        StoreParameter.From("EscalationDueAt", ToStored(saved.EscalationDueAt)),
        StoreParameter.From("Language", saved.Language),
        StoreParameter.From("IgnoresReturnTag", saved.IgnoresReturnTag ? 1 : 0),
        StoreParameter.From("NamesAnotherPerson", saved.NamesAnotherPerson ? 1 : 0),
        StoreParameter.From("Version", saved.Version),
    ];

    private static StoreParameter[] GetContext(Conversation saved) =>
    [
        StoreParameter.From("Attributes", saved.Context.Attributes),
        StoreParameter.From("HiddenAttributes", saved.Context.HiddenAttributes),
        StoreParameter.From("CustomData", saved.Context.CustomData),
        StoreParameter.From("ScriptFields", saved.Context.ScriptFields),
    ];
}
