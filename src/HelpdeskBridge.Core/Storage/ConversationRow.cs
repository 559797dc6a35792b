using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A conversation as its table has it.</summary>
internal abstract class ConversationRow
{
    /// <summary>All columns but those with what the bot handed over, which may be a megabyte.</summary>
    public const string ColumnsWithoutContext = """
        id AS Id, channel AS Channel, user_id AS UserId, helpdesk AS Helpdesk, phase AS Phase, opened_at AS OpenedAt, ended_at AS EndedAt,
        destination_id AS DestinationId, user_name AS UserName, ticket_id AS TicketId, ticket_status AS TicketStatus,
        tickets_opened AS TicketsOpened, agent_id AS AgentId, assignee_id AS AssigneeId, last_word_at AS LastMessageAt,
        answered_at AS FirstReplyAt, told_offline_at AS OfflineNoticeAt, ended_by AS EndedBy, rating AS Rating, rating_comment AS RatingComment,
        rated_at AS RatedAt, reopened_at AS ReopenedAt, escalated_after AS EscalatedAfter, escalation_due_at AS EscalationDueAt,
        language AS Language, ignores_return_tag AS IgnoresReturnTag, names_another_person AS NamesAnotherPerson, version AS Version
        """;

    public string Id { get; init; } = "";
    public string Channel { get; init; } = "";
    public string UserId { get; init; } = "";
    public string Helpdesk { get; init; } = "";
    public string Phase { get; init; } = "";
    public long OpenedAt { get; init; }
    public long? EndedAt { get; init; }
    public string DestinationId { get; init; } = "";
    public string? UserName { get; init; }
    public string? Attributes { get; init; }
    public string? HiddenAttributes { get; init; }
    public string? CustomData { get; init; }
    public string? ScriptFields { get; init; }
    public string? TicketId { get; init; }
    public string TicketStatus { get; init; } = "";
    public long TicketsOpened { get; init; }
    public string? AgentId { get; init; }
    public string? AssigneeId { get; init; }
    public long? LastMessageAt { get; init; }
    public long? FirstReplyAt { get; init; }
    public long? OfflineNoticeAt { get; init; }
    public string? EndedBy { get; init; }
    public long? Rating { get; init; }
    public string? RatingComment { get; init; }
    public long? RatedAt { get; init; }
    public long? ReopenedAt { get; init; }
    public long? EscalatedAfter { get; init; }
    public long? EscalationDueAt { get; init; }
    public string? Language { get; init; }
    public long IgnoresReturnTag { get; init; }
    public long NamesAnotherPerson { get; init; }
    public long Version { get; init; }

    public Conversation ToConversation() => new()
    {
        Id = Id,
        Client = new ChannelUser(Channel, UserId),
        Helpdesk = Helpdesk,
        Phase = ToEnum<Phase>(Phase),
        OpenedAt = ToTime(OpenedAt),
        EndedAt = ToTime(EndedAt),
        DestinationId = DestinationId,
        UserName = UserName,
        Language = Language,
        Context = new HandOverContext(Attributes, HiddenAttributes, CustomData) { ScriptFields = ScriptFields },
        TicketId = TicketId,
        TicketStatus = ToEnum<TicketStatus>(TicketStatus),
        TicketsOpened = (int)TicketsOpened,
        AgentId = AgentId,
        AssigneeId = AssigneeId,
        LastMessageAt = ToTime(LastMessageAt),
        FirstReplyAt = ToTime(FirstReplyAt),
        OfflineNoticeAt = ToTime(OfflineNoticeAt),
        EndedBy = EndedBy is null ? null : ToEnum<EndedBy>(EndedBy),
        Rating = Rating is { } score ? new Rating((int)score, RatingComment, ToTime(RatedAt ?? 0)) : null,
        ReopenedAt = ToTime(ReopenedAt),
        EscalatedAfter = EscalatedAfter is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        EscalationDueAt = ToTime(EscalationDueAt),
        IgnoresReturnTag = IgnoresReturnTag != 0,
        NamesAnotherPerson = NamesAnotherPerson != 0,
        Version = Version,
    };
}
