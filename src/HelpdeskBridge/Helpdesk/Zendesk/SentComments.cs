using System.Globalization;
using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>Finds a comment whose answer was lost, before it is written a second time.</summary>
internal sealed class SentComments(IZendeskApi api, IDatabase database, BridgeClock clock)
{
    /// <summary>More than the clocks of two servers differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Looks by the mark and, where the account gives no marks back, for the same words among the newest comments.</summary>
    /// <param name="batch">What was sent.</param>
    /// <param name="words">As which words; a client's in public, a note of ours otherwise.</param>
    /// <param name="status">The status sent along with it: where the comment is, that was taken as well.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null: it is not there, or was never sent.</returns>
    public async Task<DeliveryOutcome?> FindAsync(LaneBatch batch, string words, string? status, CancellationToken cancellation)
    {
        if (!batch.Unsure)
            return null;
        var newest = await api.ReadCommentsAsync(batch.Conversation.TicketId!, 100, null, cancellation).AsAnswerAsync(clock, cancellation);
        if (newest.Failure is { } failure)
            return ZendeskFailureTable.OutcomeOf(failure, onTicket: true) is DeliveryOutcome.TicketOver over ? over : new DeliveryOutcome.Unsure(failure.Summary, OnlyAsked: true);
        var sent = newest.Content?.Comments?.FirstOrDefault(comment => comment.Marker == batch.Mark) ?? await FindUnmarkedAsync(batch, words, newest.Content, cancellation);
        return sent is null ? null : new DeliveryOutcome.Delivered(
            IdOf(sent), status is null ? null : new ConversationInput.TicketWritten(ZendeskStatus.Parse(status), SetByUs: true));
    }

    /// <summary>
    /// A comment that came back without <c>metadata.custom</c>, says the same since the batch was first sent, and is not known to be another message's.
    /// Letters and digits are compared: Zendesk's plain text collapses white space and drops what Markdown means.
    /// </summary>
    private async Task<ZendeskComment?> FindUnmarkedAsync(LaneBatch batch, string words, CommentsAnswer? newest, CancellationToken cancellation)
    {
        var candidates = (newest?.Comments ?? []).Where(comment =>
            comment.Metadata?.Custom is null
            && comment.CreatedAt >= batch.ClaimedAt - ClockSkew
            && comment.Public == (batch.Head.Body is ClientText or ClientFile)
            && !(comment.Public && newest?.Users?.FirstOrDefault(user => user.Id == comment.AuthorId) is { IsStaff: true })
            && Essence(comment.PlainBody ?? comment.Body ?? "") == Essence(words)).ToList();
        if (candidates.Count == 0)
            return null;
        var others = await database.ReadAsync(session => session.FindOwnCommentsAsync(batch.Conversation.Helpdesk, batch.Conversation.TicketId!), cancellation);
        return candidates.Find(comment => !others.Contains(IdOf(comment)));
    }

    private static string Essence(string text) => string.Concat(text.EnumerateRunes().Where(Rune.IsLetterOrDigit).Select(rune => rune.ToString()));

    private static string IdOf(ZendeskComment comment) => comment.Id.ToString(CultureInfo.InvariantCulture);
}
