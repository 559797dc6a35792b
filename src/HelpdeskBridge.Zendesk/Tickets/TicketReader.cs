using System.Globalization;
using System.Net;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Reads what agents did to a ticket: its status first, then its comments, so that whatever led to the status is among them.</summary>
internal sealed class TicketReader(IZendeskApi api, BridgeClock clock)
{
    private const int PageSize = 100;

    /// <summary>Twice as many comments as a ticket can have (5,000); an answer that always has more would never end.</summary>
    private const int MaxPages = 100;

    /// <summary>Author of Zendesk's own entries, such as chat transcripts.</summary>
    private const long SystemAuthor = -1;

    public async Task<TicketReading> ReadAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var ticket = await api.ReadTicketAsync(ticketId, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (ticket.Failure is { } failure)
            return Failed(failure);
        if (ticket.Content?.Ticket is not { } found)
            return new TicketReading.Failed("the answer names no ticket", null, Outage: false);

        var comments = new List<ZendeskComment>();
        var users = new Dictionary<long, ZendeskUser>();
        Know(ticket.Content.Users);
        var (after, pages) = ((string?)null, 0);
        do
        {
            var page = await api.ReadCommentsAsync(ticketId, PageSize, after, cancellationToken).AsAnswerAsync(clock, cancellationToken);
            if (page.Failure is { } unreadable)
                return Failed(unreadable);
            comments.AddRange((page.Content?.Comments ?? []).OfType<ZendeskComment>());
            Know(page.Content?.Users);
            after = HasNewer(page.Content, since) ? page.Content!.Meta!.AfterCursor : null;
        }
        while (after is not null && ++pages < MaxPages);

        var newest = comments.Count > 0 ? comments.Max(comment => comment.CreatedAt) : (DateTimeOffset?)null;
        var spoken = comments
            .Where(comment => since is null || comment.CreatedAt >= since)
            .Where(comment => IsForClient(comment, found, users))
            .OrderBy(comment => comment.CreatedAt).ThenBy(comment => comment.Id)
            .Select(comment => new AgentComment(
                comment.Id.ToString(CultureInfo.InvariantCulture), comment.CreatedAt, GetEmployee(users.GetValueOrDefault(comment.AuthorId ?? 0), comment.AuthorId ?? 0), GetText(comment), GetFiles(comment)))
            .ToList();

        // Zendesk gives an unassigned ticket to whoever solves it, which is our own user when a client left. That one wrote our notes.
        var isOurs = comments.Any(comment => comment is { Public: false, Marker: not null } && comment.AuthorId == found.AssigneeId);
        var assignee = !isOurs && found.AssigneeId is { } assigneeId && users.GetValueOrDefault(assigneeId) is { IsStaff: true } agent
            ? GetEmployee(agent, assigneeId)
            : null;
        return new TicketReading.Found(ZendeskStatus.Parse(found.Status), assignee ?? spoken.LastOrDefault()?.Author, spoken, newest, found.UpdatedAt)
        {
            Assignee = assignee,
            Merge = TicketMerges.GetMerge(found, comments),
        };

        void Know(IReadOnlyList<ZendeskUser>? told)
        {
            foreach (var user in (told ?? []).OfType<ZendeskUser>())
                users[user.Id] = user;
        }
    }

    private static bool HasNewer(CommentsAnswer? page, DateTimeOffset? since) =>
        page?.Meta is { HasMore: true, AfterCursor: not null } && page.Comments is [.., var oldest] && (since is null || oldest.CreatedAt >= since);

    /// <summary>
    /// Public, by an agent, and not ours. A comment of ours is known by its mark even when the answer to it was lost; that the API
    /// wrote it is no sign, since agents answer through other apps as well.
    /// </summary>
    private static bool IsForClient(ZendeskComment comment, ZendeskTicket ticket, Dictionary<long, ZendeskUser> users) =>
        comment is { Public: true, Marker: null, Type: null or "Comment", AuthorId: { } author }
        && author != SystemAuthor
        && !TicketMerges.IsEntry(comment)
        && (users.TryGetValue(author, out var user) ? user.IsStaff : author != ticket.RequesterId);

    /// <summary>From the formatted text: of Zendesk's own plain ones, one has lost its line breaks and the other has spaces where none were written.</summary>
    private static string GetText(ZendeskComment comment)
    {
        if (!string.IsNullOrWhiteSpace(comment.HtmlBody) && HtmlToText.Convert(comment.HtmlBody) is { } words)
            return words;
        var plain = string.IsNullOrWhiteSpace(comment.PlainBody) ? comment.Body ?? "" : comment.PlainBody;
        return string.Join('\n', plain.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();
    }

    /// <summary>What was redacted is still in the list, as an empty <c>redacted.txt</c> (developer.zendesk.com, ticket attachments).</summary>
    private static List<ScannedFile> GetFiles(ZendeskComment comment) =>
    [
        .. from file in comment.Attachments ?? []
           let url = file.ContentUrl ?? ""
           where url.Length > 0 && file is { Deleted: not true } and not { FileName: "redacted.txt", Size: null or <= 1 }
           select new ScannedFile(
               new AttachedFile(file.Id.ToString(CultureInfo.InvariantCulture), url, file.FileName ?? "", file.ContentType, file.Size),
               file.MalwareScanResult switch
               {
                   "malware_found" => MalwareScan.Infected,
                   "not_scanned" => MalwareScan.Running,
                   _ => MalwareScan.Passed,
               }),
    ];

    private static Employee GetEmployee(ZendeskUser? user, long id)
    {
        var name = (user?.Name ?? "").Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Employee(
            id.ToString(CultureInfo.InvariantCulture), name.ElementAtOrDefault(0) ?? "Agent", name.ElementAtOrDefault(1) ?? "", user?.Photo?.ContentUrl ?? "");
    }

    private static TicketReading Failed(ZendeskFailure failure) => ZendeskFailureTable.GetOutcome(failure, onTicket: true) switch
    {
        DeliveryOutcome.TicketOver when failure.Status == HttpStatusCode.NotFound => new TicketReading.Missing(),
        var outcome => new TicketReading.Failed(failure.Summary, failure.RetryAfter, outcome is DeliveryOutcome.Unknown or DeliveryOutcome.Retry { Outage: true }),
    };
}
