using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>
/// Finds what was written although its answer was lost. A message carries a mark in its subject, which stands in the data of its transaction; a
/// ticket refers to a name of its own. Neither needs anything to be set up, and both are stored together with what they mark.
/// </summary>
internal sealed class SentMessageFinder(IRequestTrackerApi api, BridgeClock clock)
{
    /// <returns>The transaction; all null: it is not there.</returns>
    public async Task<(string? Id, RequestTrackerFailure? Failure)> FindMessageAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var ticketId = batch.Conversation.TicketId!;
        var ticket = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);

        // Without the ticket it is not known where to look, so it would not be found where it is.
        if (ticket.Failure is { } failure && RequestTrackerFailureTable.GetOutcome(failure, onTicket: true) is not DeliveryOutcome.TicketOver)
            return (null, failure);

        // What is written to a merged ticket lands in its target.
        var objects = string.Join(
            " OR ", new[] { ticketId, ticket.Content?.Id ?? ticketId }.Distinct().Select(id => $"ObjectId = {RtIds.ParseNumber(id)}"));
        var query = $"ObjectType = 'RT::Ticket' AND ({objects}) AND Data LIKE '{RtIds.GetMark(batch)}'";
        var found = await api.FindTransactionsAsync(query, "ASC", perPage: 1, cancellationToken).ToResultAsync(clock, cancellationToken);
        return (found.Content?.Items is [var first, ..] ? first.Id : null, found.Failure);
    }

    /// <returns>The ticket that was opened for the conversation, or the one that it was merged into; all null: it is not there.</returns>
    public async Task<(string? Id, string? Status, RequestTrackerFailure? Failure)> FindTicketAsync(
        OutboundBatch batch, CancellationToken cancellationToken)
    {
        var found = await api.FindTicketsAsync($"RefersTo = '{RtIds.GetTicketReference(batch.Conversation)}'", cancellationToken)
            .ToResultAsync(clock, cancellationToken);
        return found.Content?.Items is [var ticket, ..] ? (ticket.Id, ticket.Status, null) : (null, null, found.Failure);
    }
}
