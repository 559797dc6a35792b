using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>
/// Changes the queue, priority and a custom field of a ticket that no agent has answered, with a note that says so. The change is read back, because
/// a refusal is answered 200 as well.
/// </summary>
internal sealed class EscalationWriter(
    TicketAccess access, MessageWriter messages, InternalNotes notes, ChannelRegistry channels, RefusedSettings refusedSettings)
{
    private const string Reason = "Request Tracker answered that it was done, and it was not";

    public async Task<DeliveryOutcome> EscalateAsync(OutboundBatch batch, EscalateTicket step, CancellationToken cancellationToken)
    {
        if (await messages.FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is not null)
            return obstacle;
        var refusals = new EscalationRefusals(step);
        var changed = ticket!;
        if (CreateChange(step) is { } change)
        {
            var (after, failure) = await access.ChangeAsync(changed.Id, change, cancellationToken);
            if (failure is not null)
                return TicketAccess.GetChangeOutcome(failure);
            changed = after!;
            foreach (var part in FindRefused(change, changed))
                refusals.Add(part, Reason);
        }

        var text = refusals.AddTo(notes.Format(batch, PlainNotes.Instance), channels.Get(batch.Conversation));
        var outcome = await messages.AddNoteAsync(batch, text, cancellationToken);
        if (outcome is DeliveryOutcome.Delivered)
            refusals.Report(refusedSettings, batch.Conversation.Client.Channel);
        return MessageWriter.WithQueue(outcome, batch, changed);
    }

    /// <returns>Null: there is nothing to change.</returns>
    private static RtTicketChange? CreateChange(EscalateTicket step) => step is { Group: null, Priority: null, Tag: null } ? null : new RtTicketChange
    {
        Queue = step.Group,
        Priority = step.Priority,
        CustomFields = FieldValue.Parse(step.Tag) is { } tag ? new Dictionary<string, string> { [tag.Field] = tag.Value } : null,
    };

    private static IEnumerable<EscalationPart> FindRefused(RtTicketChange change, RtTicket after)
    {
        if (change.Queue is { } queue && after.Queue?.Id != queue)
            yield return EscalationPart.Group;
        if (change.Priority is { } priority && RtIds.ParseNumber(after.Priority) != RtIds.ParseNumber(priority))
            yield return EscalationPart.Priority;
        if (change.CustomFields is { } fields && fields.Any(field => !CustomFields.Has(after, field.Key, field.Value)))
            yield return EscalationPart.Tag;
    }
}
