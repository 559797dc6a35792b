using System.Globalization;
using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Finds a comment whose answer was lost, before it is written a second time.</summary>
internal sealed class DuplicateCommentFinder(IZendeskApi api, IDatabase database, BridgeClock clock)
{
    /// <summary>More than the clocks of two servers differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Looks by the mark and, where the account gives no marks back, for the same words among the newest comments.</summary>
    /// <param name="batch">What was sent.</param>
    /// <param name="words">As which words; a client's in public, a note of ours otherwise.</param>
    /// <param name="status">The status sent along with it: where the comment is, that was taken as well.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null: it is not there, or was never sent.</returns>
    public async Task<DeliveryOutcome?> FindAsync(OutboundBatch batch, string words, string? status, CancellationToken cancellationToken)
    {
        if (!batch.MayHaveArrived)
            return null;
        var newest = await api.ReadCommentsAsync(batch.Conversation.TicketId!, 100, null, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (newest.Failure is { } failure)
            return ZendeskFailureTable.GetOutcome(failure, onTicket: true) is DeliveryOutcome.TicketOver over ? over : new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true);
        var sent = newest.Content?.Comments?.FirstOrDefault(comment => comment.Marker == batch.Marker) ?? await FindUnmarkedAsync(batch, words, newest.Content, cancellationToken);
        return sent is null ? null : new DeliveryOutcome.Delivered(
            GetId(sent), status is null ? null : new ConversationInput.TicketWritten(ZendeskStatus.Parse(status), SetByUs: true));
    }

    /// <summary>
    /// A comment that came back without <c>metadata.custom</c>, says the same since the batch was first sent, and is not known to be another message's.
    /// Letters and digits are compared: Zendesk's plain text collapses white space and drops what Markdown means.
    /// </summary>
    private async Task<ZendeskComment?> FindUnmarkedAsync(OutboundBatch batch, string words, CommentsAnswer? newest, CancellationToken cancellationToken)
    {
        var candidates = (newest?.Comments ?? []).Where(comment =>
            comment.Metadata?.Custom is null
            && comment.CreatedAt >= batch.ClaimedAt - ClockSkew
            && comment.Public == (batch.Head.Body is ClientText or ClientFile)
            && !(comment.Public && newest?.Users?.FirstOrDefault(user => user.Id == comment.AuthorId) is { IsStaff: true })
            && Essence(comment.PlainBody ?? comment.Body ?? "") == Essence(words)).ToList();
        if (candidates.Count == 0)
            return null;
        var others = await database.ReadAsync(store => store.Messages.ListOwnCommentIdsAsync(batch.Conversation.Helpdesk, batch.Conversation.TicketId!), cancellationToken);
        return candidates.Find(comment => !others.Contains(GetId(comment)));
    }

    private static string Essence(string text) => string.Concat(text.EnumerateRunes().Where(Rune.IsLetterOrDigit).Select(rune => rune.ToString()));

    private static string GetId(ZendeskComment comment) => comment.Id.ToString(CultureInfo.InvariantCulture);
}
