using System.Globalization;
using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.NewHelpdesk.Api;
using HelpdeskBridge.NewHelpdesk.Tickets;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.NewHelpdesk;

/// <summary>One account of the product: the port <see cref="IHelpdesk"/>. What the product does not have is answered with "not known".</summary>
/// <param name="api">The product's interface.</param>
/// <param name="files">The HTTP client for files.</param>
/// <param name="writer">Writes tickets.</param>
/// <param name="reader">Reads them.</param>
/// <param name="lateWriteWindow">How long a request whose answer was lost may still take effect.</param>
/// <param name="clock">The bridge's clock.</param>
internal sealed class NewHelpdeskAccount(
    INewHelpdeskApi api, HttpClient files, TicketWriter writer, TicketReader reader, TimeSpan lateWriteWindow, BridgeClock clock) : IHelpdesk
{
    /// <summary>The product limits nothing per ticket. One that does: <c>TicketPace</c> of <c>HelpdeskBridge.Zendesk</c>.</summary>
    public ITicketPace? TicketPace => null;

    /// <summary>As long as the product, or a proxy before it, may hold a request back. Until then a lost write is only looked up.</summary>
    public TimeSpan LateWriteWindow => lateWriteWindow;

    /// <summary>The list of changes names every change at once. Without such a list: false, and the watched tickets are compared by ids.</summary>
    public bool HasCompleteFeed => true;

    public Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken) => writer.WriteAsync(batch, cancellationToken);

    public Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken) =>
        reader.ReadAsync(ticketId, since, cancellationToken);

    public async Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken)
    {
        // A product with a search by ids answers this in one request.
        var stamps = new List<TicketStamp>();
        foreach (var id in ticketIds)
        {
            var read = await api.ReadTicketAsync(id, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (read.Content is { } ticket)
                stamps.Add(new TicketStamp(id, ticket.UpdatedAt));
            else if (NewHelpdeskFailureTable.GetOutcome(read.Failure!, onTicket: true) is not DeliveryOutcome.TicketOver)
                return null;
        }

        return stamps;
    }

    public async Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        // Without a cursor: begin now. With limit 0 the answer names nothing but the number of the newest change.
        var after = cursor is null ? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
        var read = await api.ReadChangesAsync(after, cursor is null ? 0 : limit, cancellationToken).ToResultAsync(clock, cancellationToken);
        return read.Content is { } changes
            ? new ChangeReading.Changed(
                [.. changes.TicketIds.Distinct().Select(id => new TicketStamp(id, UpdatedAt: null))],
                changes.Last.ToString(CultureInfo.InvariantCulture), changes.HasMore)
            : new ChangeReading.Failed();
    }

    public async Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellationToken)
    {
        var read = await api.ReadGroupsAsync(cancellationToken).ToResultAsync(clock, cancellationToken);
        return read.Content?.Select(group => new HelpdeskGroup(group.Id, group.Name)).ToList();
    }

    /// <summary>The product does not know who is online, so the channel's <c>WhenUnknown</c> counts.</summary>
    public Task<IReadOnlyDictionary<string, GroupPresence>> ReadOnlineAsync(
        IReadOnlyList<string> groupIds, bool withCapacity, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, GroupPresence>>(new Dictionary<string, GroupPresence>());

    /// <summary>The product has no business hours.</summary>
    public Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellationToken) => Task.FromResult<BusinessHours?>(null);

    public async Task<AttachmentOpening> OpenFileAsync(AttachedFile file, RequestedRange? range, CancellationToken cancellationToken)
    {
        try
        {
            // Only by the id, never by an address from a comment: the credentials go with the request.
            var response = await files.GetAsync(
                new Uri(files.BaseAddress!, $"/api/files/{Uri.EscapeDataString(file.Id)}"), HttpCompletionOption.ResponseHeadersRead,
                cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
                return new AttachmentOpening.Opened(response);
            response.Dispose();
            return response.StatusCode == HttpStatusCode.NotFound
                ? new AttachmentOpening.Gone()
                : new AttachmentOpening.Failed($"answered {(int)response.StatusCode}", IsBusy: (int)response.StatusCode is 429 or 503);
        }
        catch (HttpRequestException e)
        {
            return new AttachmentOpening.Failed($"no answer ({e.HttpRequestError})", IsBusy: true);
        }
    }

    /// <summary>The product calls nobody. One that does is believed only by its signature, over the raw bytes of the body.</summary>
    public WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        new WebhookReading.NotGenuine("This helpdesk has no webhooks.");
}
