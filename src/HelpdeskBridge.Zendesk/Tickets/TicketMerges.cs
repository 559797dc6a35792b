using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Finds where a merged ticket goes on. Zendesk closes it with a comment and the tag <c>closed_by_merge</c>, and has no field that
/// names the other ticket: that stands in the comment's <c>via.source</c>, or only in its text.
/// </summary>
internal sealed partial class TicketMerges(IZendeskApi api, BridgeClock clock)
{
    private const string Tag = "closed_by_merge";

    private static readonly string[] Sides = ["from", "to"];
    private static readonly string[] Members = ["ticket_id", "ticket_ids"];

    /// <summary>Looks whether a closed ticket was merged; both null: it was not.</summary>
    public async Task<(TicketMerge? Merge, ZendeskFailure? Failure)> FindAsync(string ticketId, CancellationToken cancellationToken)
    {
        var ticket = await api.ReadTicketAsync(ticketId, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (ticket.Content?.Ticket is not { } found || !IsMerged(found))
            return (null, ticket.Failure);
        var newest = await api.ReadCommentsAsync(ticketId, pageSize: 5, after: null, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        return (GetMerge(found, newest.Content?.Comments ?? []), newest.Failure);
    }

    /// <summary>Where the ticket goes on; null: it was not merged, or doesn't tell.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="comments">Its newest ones at least. The merge made the very last: a closed ticket takes no more.</param>
    public static TicketMerge? GetMerge(ZendeskTicket ticket, IReadOnlyCollection<ZendeskComment> comments)
    {
        if (!IsMerged(ticket) || comments.OrderByDescending(comment => comment.CreatedAt).ThenByDescending(comment => comment.Id).FirstOrDefault() is not { } last)
            return null;
        var target = TargetInSource(last, ticket.Id) ?? TargetInText(last);
        return target is null || target == ticket.Id
            ? null
            : new TicketMerge(target.Value.ToString(CultureInfo.InvariantCulture), last.CreatedAt, last.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A comment that a merge made in either ticket. Public or not, it is not said to the client: it may quote another one's words.</summary>
    public static bool IsEntry(ZendeskComment comment) => IsMergeSource(comment) || DefaultText().IsMatch(GetText(comment));

    private static bool IsMerged(ZendeskTicket ticket) =>
        ZendeskStatus.Parse(ticket.Status) == TicketStatus.Closed && ticket.Tags?.Contains(Tag, StringComparer.OrdinalIgnoreCase) == true;

    private static bool IsMergeSource(ZendeskComment comment) =>
        comment.Via?.Member("source")?.Member("rel")?.Text() == "merge";

    /// <summary>Neither the side (from, to) nor the form (one id, a list of them) is documented: the one id that is not the ticket's own.</summary>
    private static long? TargetInSource(ZendeskComment comment, long own)
    {
        if (!IsMergeSource(comment))
            return null;
        var ends = from side in Sides
                   from member in Members
                   let value = comment.Via?.Member("source")?.Member(side)?.Member(member)
                   where value is not null
                   from id in value.Value.ValueKind == JsonValueKind.Array ? value.Value.EnumerateArray().AsEnumerable() : [value.Value]
                   let text = id.Text() ?? id.GetRawText()
                   where long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                   select long.Parse(text, CultureInfo.InvariantCulture);
        return ends.Distinct().Where(id => id != own).ToList() is [var other] ? other : null;
    }

    /// <summary>The text names the other ticket first, in whatever language. A public one may be anything, so only Zendesk's own wording counts there.</summary>
    private static long? TargetInText(ZendeskComment comment)
    {
        var named = comment.Public && !IsMergeSource(comment) ? DefaultSourceText().Match(GetText(comment)) : TicketNumber().Match(GetText(comment));
        return named.Success && long.TryParse(named.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static string GetText(ZendeskComment comment) => comment.PlainBody ?? comment.Body ?? "";

    [GeneratedRegex(@"#([0-9]{1,19})\b")]
    private static partial Regex TicketNumber();

    [GeneratedRegex(@"^\s*This request was closed and merged into request #([0-9]{1,19})\b")]
    private static partial Regex DefaultSourceText();

    [GeneratedRegex(@"^\s*(This request was closed and merged into request #[0-9]|Requests? #[0-9][^\n]* (was|were) closed and merged into this request)")]
    private static partial Regex DefaultText();
}
