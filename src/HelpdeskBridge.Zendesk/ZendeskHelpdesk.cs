using System.Globalization;
using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Attachments;
using HelpdeskBridge.Zendesk.Availability;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.Tickets;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Zendesk;

/// <summary>One Zendesk account, both directions.</summary>
internal sealed class ZendeskHelpdesk(
    Func<HelpdeskOptions> options, IZendeskApi api, ClientFileUploader files, TicketWriter writer, TicketReader reader, AttachmentReader attachments, ZendeskAvailability availability,
    ZendeskSchedules schedules, BridgeClock clock) : IHelpdesk
{
    private const int MaxGroupPages = 20;

    public ITicketPace TicketPace { get; } = new TicketPace();

    public async Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (carried, failed) = await files.BringAsync(batch, cancellationToken);
        if (failed is not null)
            return batch.MayHaveArrived ? new DeliveryOutcome.Unknown("its file can't be brought now", OnlyLookedUp: true) : failed;

        var outcome = await writer.WriteAsync(batch with { Files = carried }, cancellationToken);
        if (outcome is DeliveryOutcome.Delivered { WithoutFiles: true })
            await files.GiveUpAsync(carried, ClientFileFault.LeftOut, cancellationToken);

        // The file may be to blame; without it the words get there.
        return outcome is DeliveryOutcome.Failed && await files.GiveUpAsync(carried, ClientFileFault.NotTaken, cancellationToken)
            ? new DeliveryOutcome.Retry("the comment was refused with its file and goes without it")
            : outcome;
    }

    public Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken) =>
        reader.ReadAsync(ticketId, since, cancellationToken);

    public async Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken)
    {
        var answer = await api.ReadManyTicketsAsync(string.Join(',', ticketIds), cancellationToken).AsAnswerAsync(clock, cancellationToken);
        return answer.Content?.Tickets?.Select(GetStamp).ToList();
    }

    public async Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int max, CancellationToken cancellationToken)
    {
        var answer = await api.ReadChangesAsync(cursor, cursor is null ? since.ToUnixTimeSeconds() : null, max, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (answer.Content is { Tickets: { } tickets, AfterCursor: { } next })
            return new ChangeReading.Changed([.. tickets.Select(GetStamp)], next, HasMore: !answer.Content.EndOfStream);

        // For admins only, and not on every plan.
        return answer.Failure?.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
            ? new ChangeReading.NotOffered()
            : new ChangeReading.Failed();
    }

    public async Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellationToken)
    {
        var groups = new List<HelpdeskGroup>();
        string? after = null;
        for (var page = 0; page < MaxGroupPages; page++)
        {
            var answer = await api.ReadGroupsAsync(100, after, cancellationToken).AsAnswerAsync(clock, cancellationToken);
            if (answer.Content?.Groups is not { } found)
                return null;
            groups.AddRange(found
                .Where(group => group.Deleted != true)
                .Select(group => new HelpdeskGroup(group.Id.ToString(CultureInfo.InvariantCulture), group.Name ?? "")));
            if (answer.Content.Meta is not { HasMore: true, AfterCursor: { } next })
                break;
            after = next;
        }

        return groups;
    }

    public Task<IReadOnlyDictionary<string, bool>> ReadOnlineAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken) =>
        availability.ReadAsync(groupIds, cancellationToken);

    public Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellationToken) => schedules.ReadAsync(scheduleId, cancellationToken);

    public Task<AttachmentOpening> OpenFileAsync(AttachedFile file, RequestedRange? range, CancellationToken cancellationToken) => attachments.OpenAsync(file, range, cancellationToken);

    public WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        WebhookSignature.Validate(headers, body.Span, options().WebhookSecrets, options().SignatureTolerance, clock.Now) is { } why
            ? new WebhookReading.NotGenuine(why)
            : WebhookBody.Read(body);

    private static TicketStamp GetStamp(ZendeskTicket ticket) => new(ticket.Id.ToString(CultureInfo.InvariantCulture), ticket.UpdatedAt);
}
