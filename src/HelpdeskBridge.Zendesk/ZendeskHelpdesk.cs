using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Zendesk.Attachments;
using HelpdeskBridge.Zendesk.Availability;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.Tickets;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Zendesk;

/// <summary>One Zendesk account: each member leads to the part of the adapter that does the work.</summary>
internal sealed class ZendeskHelpdesk(
    TicketWriter writer, TicketReader reader, TicketChanges changes, ZendeskDirectory directory, AttachmentReader attachments, WebhookReader webhooks,
    ZendeskAccount account) : IHelpdesk
{
    public ITicketPace TicketPace { get; } = new TicketPace();

    public TimeSpan LateWriteWindow { get; } = account.LateWriteWindow;

    public Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken) => writer.WriteAsync(batch, cancellationToken);

    public Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken) =>
        reader.ReadAsync(ticketId, since, cancellationToken);

    public Task<TicketReading> ReadCommentsAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken) =>
        reader.ReadCommentsAsync(ticketId, since, cancellationToken);

    public Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken) =>
        changes.ReadStampsAsync(ticketIds, cancellationToken);

    public Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        changes.ReadChangesAsync(cursor, since, limit, cancellationToken);

    public Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellationToken) => directory.ReadGroupsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, GroupPresence>> ReadOnlineAsync(
        IReadOnlyList<string> groupIds, bool withCapacity, CancellationToken cancellationToken) =>
        directory.ReadOnlineAsync(groupIds, withCapacity, cancellationToken);

    public Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellationToken) =>
        directory.ReadHoursAsync(scheduleId, cancellationToken);

    public Task<AttachmentOpening> OpenFileAsync(AttachedFile file, RequestedRange? range, CancellationToken cancellationToken) =>
        attachments.OpenAsync(file, range, cancellationToken);

    public WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body) => webhooks.Read(headers, body);

    public Task<AccountStatus> GetStatusAsync() => account.GetStatusAsync();

    public string GetTicketUrl(string ticketId) => account.GetTicketUrl(ticketId);
}
