using System.Globalization;
using System.Net;
using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Helpdesk.Zendesk.Availability;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>One Zendesk account, both directions.</summary>
internal sealed class ZendeskHelpdesk(
    HelpdeskOptions options, IZendeskApi api, TicketFiles files, TicketWriter writer, TicketReader reader, AttachmentReader attachments, ZendeskAvailability availability,
    ZendeskSchedules schedules, BridgeClock clock) : IHelpdesk
{
    private const int MostGroupPages = 20;

    public async Task<DeliveryOutcome> SendAsync(LaneBatch batch, CancellationToken cancellation)
    {
        var (carried, failed) = await files.BringAsync(batch, cancellation);
        if (failed is not null)
            return batch.Unsure ? new DeliveryOutcome.Unsure("its file can't be brought now", OnlyAsked: true) : failed;

        var outcome = await writer.WriteAsync(batch with { Files = carried }, cancellation);
        if (outcome is DeliveryOutcome.Delivered { WithoutFiles: true })
            await files.GiveUpAsync(carried, FileFault.LeftOut, cancellation);

        // The file may be to blame; without it the words get there.
        return outcome is DeliveryOutcome.Dead && await files.GiveUpAsync(carried, FileFault.NotTaken, cancellation)
            ? new DeliveryOutcome.Retry("the comment was refused with its file and goes without it")
            : outcome;
    }

    public Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellation) =>
        reader.ReadAsync(ticketId, since, cancellation);

    public async Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellation)
    {
        var answer = await api.ReadManyTicketsAsync(string.Join(',', ticketIds), cancellation).AsAnswerAsync(clock, cancellation);
        return answer.Content?.Tickets?.Select(StampOf).ToList();
    }

    public async Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int most, CancellationToken cancellation)
    {
        var answer = await api.ReadChangesAsync(cursor, cursor is null ? since.ToUnixTimeSeconds() : null, most, cancellation).AsAnswerAsync(clock, cancellation);
        if (answer.Content is { Tickets: { } tickets, AfterCursor: { } next })
            return new ChangeReading.Changed([.. tickets.Select(StampOf)], next, HasMore: !answer.Content.EndOfStream);

        // For admins only, and not on every plan.
        return answer.Failure?.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
            ? new ChangeReading.NotOffered()
            : new ChangeReading.Failed();
    }

    public async Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellation)
    {
        var groups = new List<HelpdeskGroup>();
        string? after = null;
        for (var page = 0; page < MostGroupPages; page++)
        {
            var answer = await api.ReadGroupsAsync(100, after, cancellation).AsAnswerAsync(clock, cancellation);
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

    public Task<IReadOnlyDictionary<string, bool>> ReadOnlineAsync(IReadOnlyList<string> groupIds, CancellationToken cancellation) =>
        availability.ReadAsync(groupIds, cancellation);

    public Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellation) => schedules.ReadAsync(scheduleId, cancellation);

    public Task<FileOpening> OpenFileAsync(AttachedFile file, FilePart? part, CancellationToken cancellation) => attachments.OpenAsync(file, part, cancellation);

    public WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        WebhookSignature.WhyNot(headers, body.Span, options.WebhookSecrets, options.SignatureTolerance, clock.Now) is { } why
            ? new WebhookReading.NotGenuine(why)
            : WebhookBody.Read(body);

    private static TicketStamp StampOf(ZendeskTicket ticket) => new(ticket.Id.ToString(CultureInfo.InvariantCulture), ticket.UpdatedAt);
}
