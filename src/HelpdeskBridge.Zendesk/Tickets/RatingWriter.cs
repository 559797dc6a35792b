using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Writes what the bot's script says about a chat into its ticket: ratings and fields.</summary>
internal sealed class RatingWriter(
    TicketUpdater updater, TicketTags tags, DuplicateCommentFinder duplicates, ChannelRegistry channels)
{
    /// <summary>
    /// Adds the note about a rating, with the fields that the settings name for it, or else with a tag. Zendesk takes its own satisfaction rating
    /// only from the requester (developer.zendesk.com, "Satisfaction Ratings").
    /// </summary>
    public async Task<DeliveryOutcome> RateAsync(OutboundBatch batch, RatingNote rating, CancellationToken cancellationToken)
    {
        var note = updater.CreateNote(batch);
        if (await duplicates.FindAsync(batch, note?.Body ?? "", status: null, cancellationToken) is { } found)
            return found;
        var fields = TicketFields.GetFields(rating.Values, GetMapping(batch));

        // A tag that is refused for good must not cost the note.
        var tag = string.Create(CultureInfo.InvariantCulture, $"rating_{rating.Score}");
        if (fields is null && await tags.AddAsync(batch, tag, cancellationToken) is { } obstacle and not DeliveryOutcome.Failed)
            return obstacle;
        return note is null && fields is null
            ? new DeliveryOutcome.Delivered { NothingSent = true }
            : (await updater.UpdateWithFieldsAsync(batch, new TicketDraft { Comment = note, CustomFields = fields }, cancellationToken)).Outcome;
    }

    /// <summary>Sets fields. To set them once more to the same values, after a lost response, changes nothing.</summary>
    public Task<DeliveryOutcome> SetFieldsAsync(OutboundBatch batch, TicketFieldValues values, CancellationToken cancellationToken) =>
        TicketFields.GetFields(values.Values, GetMapping(batch)) is { } fields
            ? updater.UpdateAsync(batch, new TicketDraft { CustomFields = fields }, cancellationToken)
            : Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed("Ticket:Fields names none of these fields any more"));

    private Dictionary<string, string> GetMapping(OutboundBatch batch) => channels.Get(batch.Conversation).Ticket.Fields;
}
