using System.Globalization;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>One Zendesk account, both directions.</summary>
internal sealed class ZendeskHelpdesk(HelpdeskOptions options, IZendeskApi api, TicketWriter writer, TicketReader reader, BridgeClock clock) : IHelpdesk
{
    private const int MostGroupPages = 20;

    public Task<DeliveryOutcome> SendAsync(LaneBatch batch, CancellationToken cancellation) => writer.WriteAsync(batch, cancellation);

    public Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellation) =>
        reader.ReadAsync(ticketId, since, cancellation);

    public async Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellation)
    {
        var answer = await api.ReadManyTicketsAsync(string.Join(',', ticketIds), cancellation).AsAnswerAsync(clock, cancellation);
        return answer.Content?.Tickets?.Select(ticket => new TicketStamp(ticket.Id.ToString(CultureInfo.InvariantCulture), ticket.UpdatedAt)).ToList();
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

    public WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        WebhookSignature.WhyNot(headers, body.Span, options.WebhookSecrets, options.SignatureTolerance, clock.Now) is { } why
            ? new WebhookReading.NotGenuine(why)
            : WebhookBody.Read(body);
}
