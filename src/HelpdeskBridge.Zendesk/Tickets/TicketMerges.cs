using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Recognises merged tickets. Zendesk closes the source of a merge with a comment and the tag <c>closed_by_merge</c> (seen in tag lists of real
/// accounts), but no field names the target: its id is in the comment's <c>via.source</c>, or only in its text. Pure.
/// </summary>
internal static partial class TicketMerges
{
    private const string MergeTag = "closed_by_merge";

    /// <summary>Longer than a merge takes.</summary>
    private static readonly TimeSpan MergeTime = TimeSpan.FromMinutes(5);

    private static readonly string[] ViaEnds = ["from", "to"];
    private static readonly string[] TicketIdMembers = ["ticket_id", "ticket_ids"];

    public static bool IsMerged(ZendeskTicket ticket) =>
        ZendeskStatus.Parse(ticket.Status) == TicketStatus.Closed && ticket.Tags?.Contains(MergeTag, StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>Where the ticket goes on.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="comments">At least its newest comments. The last one is the merge's own, since a closed ticket accepts no more.</param>
    /// <returns>Null: it was not merged, or its target is not known.</returns>
    public static TicketMerge? GetMerge(ZendeskTicket ticket, IReadOnlyCollection<ZendeskComment> comments)
    {
        var last = comments.Where(comment => !comment.IsUnreadable)
            .OrderByDescending(comment => comment.WrittenAt).ThenByDescending(comment => comment.Id).FirstOrDefault();
        if (!IsMerged(ticket) || last is null)
            return null;
        var target = FindTargetInVia(last, ticket.Id) ?? FindTargetInText(last);
        return target is null || target == ticket.Id
            ? null
            : new TicketMerge(target.Value.ToString(CultureInfo.InvariantCulture), last.WrittenAt, last.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Whether a merge wrote this comment, in the source or in the target. Even if it is public, it never goes to the client: it may quote what
    /// another client wrote.
    /// </summary>
    public static bool IsMergeComment(ZendeskComment comment) => IsViaMerge(comment) || MergeText().IsMatch(comment.PlainText);

    /// <summary>Tickets that a comment names by number, and that may have been merged into its own one.</summary>
    public static IEnumerable<long> GetNamedTickets(ZendeskComment comment, long ownId) =>
        TicketNumber().Matches(comment.PlainText).Select(match => ParseId(match.Groups[1].ValueSpan)).OfType<long>()
            .Where(id => id != ownId).Distinct();

    /// <summary>Whether a ticket was closed by a merge at that time. A closed ticket does not change any more.</summary>
    public static bool WasMergedAt(ZendeskTicket ticket, DateTimeOffset time) =>
        IsMerged(ticket) && (ticket.UpdatedAt is not { } closedAt || (closedAt - time).Duration() < MergeTime);

    private static bool IsViaMerge(ZendeskComment comment) => comment.Via?.Member("source")?.Member("rel")?.Text() == "merge";

    /// <summary>
    /// It is not documented in which end of <c>via.source</c> the target is, nor whether as one id or as a list. So all ids are looked at, and the
    /// target is the only one that is not the ticket's own.
    /// </summary>
    private static long? FindTargetInVia(ZendeskComment comment, long ownId)
    {
        if (!IsViaMerge(comment))
            return null;
        var ids = from end in ViaEnds
                  from member in TicketIdMembers
                  let value = comment.Via?.Member("source")?.Member(end)?.Member(member)
                  where value is not null
                  from element in value.Value.ValueKind == JsonValueKind.Array ? value.Value.EnumerateArray().AsEnumerable() : [value.Value]
                  let id = ParseId(element.Text() ?? element.GetRawText())
                  where id is not null
                  select id.Value;
        return ids.Distinct().Where(id => id != ownId).ToList() is [var target] ? target : null;
    }

    /// <summary>
    /// In every language, the text names the target first. An agent may have written a public comment, so there only Zendesk's own English wording
    /// counts.
    /// </summary>
    private static long? FindTargetInText(ZendeskComment comment)
    {
        var pattern = comment.Public && !IsViaMerge(comment) ? SourceText() : TicketNumber();
        return pattern.Match(comment.PlainText) is { Success: true } match ? ParseId(match.Groups[1].ValueSpan) : null;
    }

    private static long? ParseId(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    [GeneratedRegex(@"#([0-9]{1,19})\b")]
    private static partial Regex TicketNumber();

    /// <summary>What a merge writes into the source.</summary>
    [GeneratedRegex(@"^\s*This request was closed and merged into request #([0-9]{1,19})\b")]
    private static partial Regex SourceText();

    /// <summary>What a merge writes into the source or into the target.</summary>
    [GeneratedRegex(
        @"^\s*(This request was closed and merged into request #[0-9]|Requests? #[0-9][^\n]* (was|were) closed and merged into this request)")]
    private static partial Regex MergeText();
}
