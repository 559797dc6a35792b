using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Time;
using Refit;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>
/// Reads a ticket before it is written, and changes it with a look at what became of that: Request Tracker answers 200 whether or not it did what was
/// asked, and a message reopens whatever it meets, deleted tickets too.
/// </summary>
internal sealed class TicketAccess(IRequestTrackerApi api, BridgeClock clock)
{
    /// <returns>The ticket, or what becomes of the batch because it can't be written there.</returns>
    public async Task<(RtTicket? Ticket, DeliveryOutcome? Obstacle)> OpenAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var ticketId = batch.Conversation.TicketId!;
        var (ticket, failure) = await ReadAsync(ticketId, cancellationToken);
        if (failure is not null)
        {
            var outcome = RequestTrackerFailureTable.GetRepeatableOutcome(failure, onTicket: true);
            return (null, batch.MayHaveArrived && outcome is DeliveryOutcome.Retry ? RequestTrackerFailureTable.GetLookupOutcome(failure) : outcome);
        }

        return (ticket, GetObstacle(ticket!, ticketId));
    }

    public async Task<(RtTicket? Ticket, RequestTrackerFailure? Failure)> ReadAsync(string ticketId, CancellationToken cancellationToken)
    {
        var result = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);
        return (result.Content, result.Failure);
    }

    /// <summary>Changes a ticket and reads it. A change may be made twice.</summary>
    /// <returns>The ticket after the change, whether or not it was made.</returns>
    public Task<(RtTicket? Ticket, RequestTrackerFailure? Failure)> ChangeAsync(
        string ticketId, RtTicketChange change, CancellationToken cancellationToken) =>
        ReadAfterAsync(api.UpdateTicketAsync(ticketId, change, cancellationToken), ticketId, cancellationToken);

    /// <summary>The same with all values of custom fields.</summary>
    public Task<(RtTicket? Ticket, RequestTrackerFailure? Failure)> ChangeFieldsAsync(
        string ticketId, RtFieldValues values, CancellationToken cancellationToken) =>
        ReadAfterAsync(api.UpdateFieldsAsync(ticketId, values, cancellationToken), ticketId, cancellationToken);

    /// <summary>
    /// What a failed change means for its message. It may be made twice, but not at once after a lost answer: the first request could take effect
    /// after what comes behind it, and undo that.
    /// </summary>
    public static DeliveryOutcome GetChangeOutcome(RequestTrackerFailure failure) =>
        RequestTrackerFailureTable.GetOutcome(failure, onTicket: true) is DeliveryOutcome.Unknown unknown
            ? unknown
            : RequestTrackerFailureTable.GetRepeatableOutcome(failure, onTicket: true);

    /// <summary>A merged ticket shows the one that it was merged into.</summary>
    public static bool IsMerged(RtTicket ticket, string askedFor) => ticket.Id != askedFor;

    private async Task<(RtTicket? Ticket, RequestTrackerFailure? Failure)> ReadAfterAsync(
        Task<IApiResponse> change, string ticketId, CancellationToken cancellationToken)
    {
        var changed = await change.ToResultAsync(clock, cancellationToken);
        return changed.Failure is { } failure ? (null, failure) : await ReadAsync(ticketId, cancellationToken);
    }

    private static DeliveryOutcome? GetObstacle(RtTicket ticket, string askedFor) =>
        IsMerged(ticket, askedFor) ? new DeliveryOutcome.TicketMerged()
        : RequestTrackerStatus.Parse(ticket.Status) == TicketStatus.Gone ? new DeliveryOutcome.TicketOver(TicketStatus.Gone)
        : null;
}
