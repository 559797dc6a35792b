using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Attachments;
using HelpdeskBridge.RequestTracker.Feed;
using HelpdeskBridge.RequestTracker.Tickets;
using HelpdeskBridge.RequestTracker.Webhooks;

namespace HelpdeskBridge.RequestTracker;

/// <summary>One Request Tracker: each member leads to the part of the adapter that does the work.</summary>
internal sealed class RequestTrackerHelpdesk(
    TicketWriter writer, TicketReader reader, TransactionFeed feed, QueueDirectory queues, AttachmentReader attachments, WebhookReader webhooks,
    RequestTrackerAccount account) : IHelpdesk
{
    /// <summary>Request Tracker limits nothing per ticket.</summary>
    public ITicketPace? TicketPace => null;

    public TimeSpan LateWriteWindow { get; } = account.LateWriteWindow;

    public bool HasCompleteFeed => true;

    /// <summary>A scrip runs before the commit of what it tells of.</summary>
    public TimeSpan WebhookReadDelay { get; } = TimeSpan.FromSeconds(1);

    public Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken) => writer.WriteAsync(batch, cancellationToken);

    public Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken) =>
        reader.ReadAsync(ticketId, since, cancellationToken);

    public Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken) =>
        feed.ReadStampsAsync(ticketIds, cancellationToken);

    public Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        feed.ReadAsync(cursor, cancellationToken);

    public Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellationToken) => queues.ReadAsync(cancellationToken);

    /// <summary>Request Tracker does not know who is online.</summary>
    public Task<IReadOnlyDictionary<string, GroupPresence>> ReadOnlineAsync(
        IReadOnlyList<string> groupIds, bool withCapacity, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, GroupPresence>>(new Dictionary<string, GroupPresence>());

    /// <summary>Request Tracker has no business hours that could be read.</summary>
    public Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellationToken) => Task.FromResult<BusinessHours?>(null);

    public Task<AttachmentOpening> OpenFileAsync(AttachedFile file, RequestedRange? range, CancellationToken cancellationToken) =>
        attachments.OpenAsync(file, cancellationToken);

    public WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body) => webhooks.Read(headers, body);

    public Task<AccountStatus> GetStatusAsync() => Task.FromResult(account.GetStatus());

    public string GetTicketUrl(string ticketId) => account.GetTicketUrl(ticketId);
}
