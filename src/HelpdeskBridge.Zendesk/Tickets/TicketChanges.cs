using System.Globalization;
using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Reads which tickets have changed: of those that are asked for, or of the whole account.</summary>
internal sealed class TicketChanges(IZendeskApi api, BridgeClock clock)
{
    public async Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken)
    {
        var result = await api.ReadManyTicketsAsync(string.Join(',', ticketIds), cancellationToken).ToResultAsync(clock, cancellationToken);
        return result.Content?.Tickets?.Select(ToStamp).ToList();
    }

    /// <summary>Reads a page of the incremental ticket export.</summary>
    public async Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        long? startTime = cursor is null ? since.ToUnixTimeSeconds() : null;
        var result = await api.ReadChangesAsync(cursor, startTime, limit, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Content is { Tickets: { } tickets, AfterCursor: { } next })
            return new ChangeReading.Changed([.. tickets.Select(ToStamp)], next, HasMore: !result.Content.EndOfStream);

        // The export is for admins only (developer.zendesk.com, "Incremental Exports"), and a cursor may have become invalid.
        return result.Failure?.Status
            is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
            ? new ChangeReading.NotOffered()
            : new ChangeReading.Failed();
    }

    private static TicketStamp ToStamp(ZendeskTicket ticket) => new(ticket.Id.ToString(CultureInfo.InvariantCulture), ticket.UpdatedAt);
}
