using System.Globalization;
using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>
/// The rules for the ticket of a chat that no agent has answered (<c>Escalations</c>). Each step is taken once in a chat, and in order.
/// </summary>
internal static class EscalationRules
{
    /// <summary>A chat is looked at again after this time, because hours and settings may have changed since.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>A chat begins, or is carried on after its end: the time counts anew.</summary>
    public static Conversation Begin(Conversation conversation, ChannelPolicy policy, Moment moment) => conversation with
    {
        EscalatedAfter = null,
        EscalationDueAt = policy.Escalations is [var first, ..] ? GetNextLook(moment.Now + first.After, moment) : null,
    };

    /// <summary>The next step for a chat.</summary>
    /// <returns>Null: there is none, or an agent has answered.</returns>
    public static Escalation? FindNext(Conversation current, ChannelPolicy policy) => current.UnansweredSince is null
        ? null
        : policy.Escalations.FirstOrDefault(step => step.After > (current.EscalatedAfter ?? TimeSpan.Zero));

    /// <summary>
    /// Whether the ticket must be read before a step may be taken. An agent may have answered without the bridge knowing it yet: only a read after
    /// the step was due shows that nobody did.
    /// </summary>
    public static bool NeedsRead(Conversation current, EscalationLookedAt look, ChannelPolicy policy, DateTimeOffset now) =>
        FindNext(current, policy) is not null && look.DueAt <= now && !look.IsReadPending && !WasReadSinceDue(look);

    public static Decision Escalate(Conversation current, EscalationLookedAt look, ChannelPolicy policy, Moment moment)
    {
        if (current.UnansweredSince is not { } since)
            return new Decision(current);
        if (FindNext(current, policy) is not { } step || look.DueAt is not { } dueAt || dueAt > moment.Now)
            return new Decision(current with { EscalationDueAt = GetNextLook(look.DueAt, moment) });
        if (look.IsReadPending || !WasReadSinceDue(look))
            return new Decision(current);

        // What the settings name is in the channel's present helpdesk. A chat that is still in another one gets only the note.
        var isElsewhere = current.Helpdesk != policy.Helpdesk;
        var all = new EscalateTicket(step.After, step.Group, step.Priority, step.Tag, step.Note) { Since = since };
        var message = isElsewhere ? all with { Group = null, Priority = null, Tag = null } : all;
        var escalated = current with
        {
            EscalatedAfter = step.After,
            EscalationDueAt = moment.Now,
            DestinationId = message.Group ?? current.DestinationId,
        };
        return new Decision(escalated, new Outgoing(message, moment.Now, GetSourceKey(since, step)));
    }

    private static bool WasReadSinceDue(EscalationLookedAt look) => look.TicketReadAt >= look.DueAt;

    private static DateTimeOffset GetNextLook(DateTimeOffset? dueAt, Moment moment) =>
        dueAt < moment.Now + LongestWait ? dueAt.Value : moment.Now + LongestWait;

    private static string GetSourceKey(DateTimeOffset since, Escalation step) => string.Create(
        CultureInfo.InvariantCulture, $"escalation:{since.ToUnixTimeMilliseconds()}:{step.After.TotalMilliseconds:0}");
}
