using System.Globalization;
using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Changes the group, priority and tags of a ticket that no agent has answered, with a note that says so.</summary>
internal sealed class EscalationWriter(
    TicketUpdater updater, TicketTags tags, DuplicateCommentFinder duplicates, InternalNotes notes, ChannelRegistry channels,
    RefusedSettings refusedSettings)
{
    /// <summary>
    /// The note must arrive, so what Zendesk refuses is left out: what the refusal names, or else one after the other. The note then says what is
    /// missing.
    /// </summary>
    public async Task<DeliveryOutcome> EscalateAsync(OutboundBatch batch, EscalateTicket step, CancellationToken cancellationToken)
    {
        var text = notes.Format(batch, MarkdownNotes.Instance);
        if (await duplicates.FindAsync(batch, text, status: null, cancellationToken) is { } found)
            return found;
        var refusals = new EscalationRefusals(step);
        if (step.Tag is { } tag && await tags.AddAsync(batch, tag, cancellationToken) is { } obstacle)
        {
            if (obstacle is not DeliveryOutcome.Failed refused)
                return obstacle;
            refusals.Add(EscalationPart.Tag, refused.Reason);
        }

        var draft = new TicketDraft
        {
            GroupId = step.Group is { } group ? long.Parse(group, CultureInfo.InvariantCulture) : null,
            Priority = step.Priority?.ToLowerInvariant(),
        };
        while (true)
        {
            draft = draft with { Comment = CreateNote(batch, text, refusals) };
            if (draft is { Comment: null, GroupId: null, Priority: null })
                return new DeliveryOutcome.Delivered { NothingSent = true };
            var (outcome, failure) = await updater.TryUpdateAsync(batch, draft, cancellationToken);
            if (failure is null || !IsRefused(outcome, failure) || LeaveOut(draft, failure, refusals) is not { } reduced)
            {
                if (outcome is DeliveryOutcome.Delivered)
                    refusals.Report(refusedSettings, batch.Conversation.Client.Channel);
                return outcome;
            }

            draft = reduced;
        }
    }

    private static bool IsRefused(DeliveryOutcome outcome, ZendeskFailure failure) =>
        outcome is DeliveryOutcome.Failed || failure is { Status: HttpStatusCode.UnprocessableEntity, NamesGroup: true };

    /// <returns>Null: there is nothing more to leave out.</returns>
    private static TicketDraft? LeaveOut(TicketDraft draft, ZendeskFailure failure, EscalationRefusals refusals)
    {
        if (draft is { GroupId: null, Priority: null })
            return null;
        var isPriority = draft.GroupId is null || (draft.Priority is not null && failure.Fields.Contains("priority"));
        refusals.Add(isPriority ? EscalationPart.Priority : EscalationPart.Group, failure.Summary);
        return isPriority ? draft with { Priority = null } : draft with { GroupId = null };
    }

    private CommentDraft? CreateNote(OutboundBatch batch, string text, EscalationRefusals refusals) =>
        InternalNote.Create(refusals.AddTo(text, channels.Get(batch.Conversation)), notes.GetLastParagraph(batch));
}
