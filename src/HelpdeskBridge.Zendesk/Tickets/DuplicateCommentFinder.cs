using System.Globalization;
using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Finds a comment whose response was lost, before it would be written a second time. Zendesk has idempotency keys only for the creation of
/// tickets, not for comments (developer.zendesk.com, ticketing introduction, "Idempotency").
/// </summary>
internal sealed class DuplicateCommentFinder(IZendeskApi api, IDatabase database, BridgeClock clock)
{
    private const int NewestComments = 100;

    /// <summary>More than the clocks of two servers differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Looks for the bridge's marker among the newest comments, and for the same text in comments that came back without any metadata.
    /// </summary>
    /// <param name="batch">What was sent.</param>
    /// <param name="text">The text of its comment or note.</param>
    /// <param name="status">The status that goes with it; null: none does.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Null: it was never sent, or it did not arrive and can't any more.</returns>
    public async Task<DeliveryOutcome?> FindAsync(OutboundBatch batch, string text, string? status, CancellationToken cancellationToken)
    {
        if (!batch.MayHaveArrived)
            return null;
        var newest = await api.ReadCommentsAsync(batch.Conversation.TicketId!, NewestComments, after: null, cancellationToken)
            .ToResultAsync(clock, cancellationToken);
        if (newest.Failure is { } failure)
            return GetOutcome(failure);
        var sent = newest.Content?.Comments?.FirstOrDefault(comment => comment.Marker == batch.Marker)
            ?? await FindByTextAsync(batch, text, newest.Content, cancellationToken);
        if (sent is null)
            return batch.NotSentBefore is { } time ? new DeliveryOutcome.NotFoundYet(time) : null;
        return status is null && !batch.CarriesChatOn
            ? new DeliveryOutcome.Delivered(GetId(sent)) { NothingSent = true }
            : await GetDeliveredAsync(batch, GetId(sent), status, cancellationToken);
    }

    /// <summary>
    /// The comment was written some time ago, so what became of the ticket's status meanwhile is read. If the comment set a status and the ticket has
    /// another one, somebody changed it after the comment. If the ticket is over, an agent may have ended the chat after the comment, so it is left
    /// to the next read of the ticket to end it.
    /// </summary>
    private async Task<DeliveryOutcome> GetDeliveredAsync(OutboundBatch batch, string id, string? status, CancellationToken cancellationToken)
    {
        var read = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (read.Failure is { } failure)
            return ZendeskFailureTable.GetLookupOutcome(failure);
        var fact = read.Content?.Ticket?.Status is { } present && (status is not null || !ZendeskStatus.Parse(present).IsOver())
            ? new ConversationInput.TicketWritten(ZendeskStatus.Parse(present), SetByUs: present == status, batch.CarriesChatOn)
            {
                KeptStatus = status is not null && present != status,
            }
            : null;
        return new DeliveryOutcome.Delivered(id, fact) { NothingSent = true };
    }

    private static DeliveryOutcome GetOutcome(ZendeskFailure failure) =>
        ZendeskFailureTable.GetOutcome(failure, onTicket: true) is DeliveryOutcome.TicketOver over
            ? over
            : ZendeskFailureTable.GetLookupOutcome(failure);

    /// <summary>Finds a comment without metadata that has the same text, is new enough, and belongs to no other message of the bridge.</summary>
    private async Task<ZendeskComment?> FindByTextAsync(
        OutboundBatch batch, string text, CommentsResponse? newest, CancellationToken cancellationToken)
    {
        var isPublic = batch.Head.Body is ClientText or ClientFile;
        var normalized = NormalizeForComparison(text);
        var staff = (newest?.Users ?? []).Where(user => user.IsStaff).Select(user => (long?)user.Id).ToHashSet();
        var candidates = (newest?.Comments ?? []).Where(comment =>
            comment.Metadata?.Custom is null
            && comment.WrittenAt >= batch.ClaimedAt - ClockSkew
            && comment.Public == isPublic
            && !(comment.Public && staff.Contains(comment.AuthorId))
            && NormalizeForComparison(comment.PlainText) == normalized).ToList();
        if (candidates.Count == 0)
            return null;
        var others = await database.ReadAsync(
            store => store.Messages.ListOwnCommentIdsAsync(batch.Conversation.Helpdesk, batch.Conversation.TicketId!), cancellationToken);
        return candidates.Find(comment => !others.Contains(GetId(comment)));
    }

    /// <summary>Only letters and digits count: Zendesk's plain text collapses white space and leaves out Markdown (recorded exchanges).</summary>
    private static string NormalizeForComparison(string text)
    {
        var normalized = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                normalized.Append(rune);
        }

        return normalized.ToString();
    }

    private static string GetId(ZendeskComment comment) => comment.Id.ToString(CultureInfo.InvariantCulture);
}
