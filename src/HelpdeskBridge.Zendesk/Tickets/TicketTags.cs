using System.Net;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Adds a tag to a conversation's ticket, or takes one away. To do it twice changes nothing.</summary>
internal sealed class TicketTags(IZendeskApi api, BridgeClock clock)
{
    /// <returns>Why the ticket does not have the tag; null: it has it.</returns>
    public async Task<DeliveryOutcome?> AddAsync(OutboundBatch batch, string tag, CancellationToken cancellationToken) => GetOutcome(
        await api.AddTagsAsync(batch.Conversation.TicketId!, new TagsRequest([tag]), cancellationToken).ToResultAsync(clock, cancellationToken));

    /// <returns>Why the ticket still has the tag; null: it has not.</returns>
    public async Task<DeliveryOutcome?> RemoveAsync(OutboundBatch batch, string tag, CancellationToken cancellationToken) => GetOutcome(
        await api.RemoveTagsAsync(batch.Conversation.TicketId!, new TagsRequest([tag]), cancellationToken).ToResultAsync(clock, cancellationToken));

    /// <remarks>
    /// Zendesk's 403 is not repeated: the bridge's user may not change tags, and what a tag comes with must not wait for it. A ticket that may not be
    /// changed at all refuses the next call too.
    /// </remarks>
    private static DeliveryOutcome? GetOutcome(ZendeskResult<TagsRequest> result) => result.Failure switch
    {
        null => null,
        { Status: HttpStatusCode.Forbidden, IsByZendesk: true } failure => new DeliveryOutcome.Failed(failure.Summary),
        { } failure => ZendeskFailureTable.GetOutcome(failure, onTicket: true),
    };
}
