using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Admin;

/// <summary>Turns what the store and the health checks say into what the pages show.</summary>
internal static class AdminViews
{
    public static IReadOnlyList<PartRow> CreateParts(HealthReport report, IReadOnlyList<UnavailableEndpoint> outages) =>
    [
        .. report.Entries.Select(part =>
            new PartRow(part.Key, part.Value.Status.ToString(), part.Value.Description ?? "", part.Value.Status != HealthStatus.Healthy)),
        .. outages.Select(outage => new PartRow(
            outage.Use.Endpoint.Name,
            "Not reached",
            $"{outage.Use.Name} ({outage.Use.Endpoint.Direction.ToAdminName()}): {outage.Outage.Reason}",
            IsAlarm: true)),
    ];

    public static WaitingRow CreateWaiting(Backlog backlog) =>
        new(backlog.Channel, backlog.Direction.ToAdminName(), backlog.Messages, backlog.OldestSince);

    public static DeadLetterRow CreateDeadLetter(DeadLetter letter) => new(
        letter.Id, letter.FailedAt, letter.Channel, letter.Direction.ToAdminName(), letter.Kind, letter.Reason, letter.ConversationId, letter.UserId);

    public static FoundRow CreateFound(Conversation conversation) => new(
        conversation.Id,
        conversation.OpenedAt,
        conversation.Client.Channel,
        conversation.Client.UserId,
        conversation.TicketId,
        conversation.Phase.ToString());

    public static AuditRow CreateAudit(AuditEntry entry) => new(entry.At, entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Outcome);

    public static ConversationView CreateConversation(Conversation conversation, List<TimelineEntry> timeline) =>
        new(conversation.Id, CreateFacts(conversation), timeline.ConvertAll(CreateMessage));

    /// <summary>With what the bot sent at the hand-over: hidden attributes are shown on the admin side and nowhere else.</summary>
    private static List<(string Name, string Value)> CreateFacts(Conversation conversation) =>
    [
        .. new (string Name, string? Value)[]
        {
            ("Channel", conversation.Client.Channel),
            ("User id", conversation.Client.UserId),
            ("Ticket", conversation.TicketId is { } ticket ? $"{ticket} of {conversation.Helpdesk} ({conversation.TicketStatus})" : null),
            ("Group", conversation.DestinationId),
            ("Phase", conversation.Phase.ToString()),
            ("Opened", conversation.OpenedAt.ToString("u", CultureInfo.InvariantCulture)),
            ("Ended", conversation.EndedAt?.ToString("u", CultureInfo.InvariantCulture)),
            ("Attributes", conversation.Context.Attributes),
            ("Hidden attributes", conversation.Context.HiddenAttributes),
            ("Custom data", conversation.Context.CustomData),
        }.Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!)),
    ];

    private static MessageRow CreateMessage(TimelineEntry entry) => new(
        entry.AcceptedAt,
        entry.Direction.ToAdminName(),
        entry.Kind,
        entry.State.ToString(),
        entry.State == MessageState.Dead,
        entry.Attempts,
        entry.SettledAt,
        entry.Reason,
        entry.RemoteId);
}
