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
    private static readonly HashSet<string> _score = ["rating"];

    /// <summary>
    /// Adds the note about a rating, with the fields that the settings name for it. A score without a field becomes a tag, in place of that of the
    /// score that it corrects. Zendesk takes its own satisfaction rating only from the requester (developer.zendesk.com, "Satisfaction Ratings").
    /// </summary>
    public async Task<DeliveryOutcome> RateAsync(OutboundBatch batch, RatingNote rating, CancellationToken cancellationToken)
    {
        var note = updater.CreateNote(batch);
        if (await duplicates.FindAsync(batch, note?.Body ?? "", status: null, cancellationToken) is { } found)
            return found;
        var fields = TicketFields.GetFields(rating.Values, GetMapping(batch));

        // A tag that is refused for good must not cost the note.
        if (TicketFields.GetFields(rating.Values, GetMapping(batch), _score) is null
            && await SetTagAsync(batch, rating, cancellationToken) is { } obstacle and not DeliveryOutcome.Failed)
            return obstacle;
        return note is null && fields is null
            ? new DeliveryOutcome.Delivered { NothingSent = true }
            : (await updater.UpdateWithFieldsAsync(batch, new TicketDraft { Comment = note, CustomFields = fields }, cancellationToken)).Outcome;
    }

    /// <summary>
    /// Sets fields. To set them once more to the same values, after a lost response, changes nothing. But the first request must not take effect
    /// after what comes behind this one.
    /// </summary>
    public async Task<DeliveryOutcome> SetFieldsAsync(OutboundBatch batch, TicketFieldValues values, CancellationToken cancellationToken)
    {
        if (batch.NotSentBefore is { } time)
            return new DeliveryOutcome.NotFoundYet(time);
        return TicketFields.GetFields(values.Values, GetMapping(batch)) is { } fields
            ? await updater.UpdateAsync(batch, new TicketDraft { CustomFields = fields }, cancellationToken)
            : new DeliveryOutcome.Failed("Ticket:Fields names none of these fields any more");
    }

    /// <returns>Why the ticket does not have the tag of this score alone; null: it has.</returns>
    private async Task<DeliveryOutcome?> SetTagAsync(OutboundBatch batch, RatingNote rating, CancellationToken cancellationToken)
    {
        var obstacle = rating.Former is { } former ? await tags.RemoveAsync(batch, GetTag(former), cancellationToken) : null;
        return obstacle is null or DeliveryOutcome.Failed ? await tags.AddAsync(batch, GetTag(rating.Score), cancellationToken) : obstacle;
    }

    private static string GetTag(int score) => string.Create(CultureInfo.InvariantCulture, $"rating_{score}");

    private Dictionary<string, string> GetMapping(OutboundBatch batch) => channels.Get(batch.Conversation).Ticket.Fields;
}
