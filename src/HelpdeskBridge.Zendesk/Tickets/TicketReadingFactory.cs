using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Turns a ticket as Zendesk returns it into a <see cref="TicketReading"/>: which comments are for the client, with their texts, files and authors.
/// Pure.
/// </summary>
internal static class TicketReadingFactory
{
    /// <summary>The author of entries that Zendesk itself writes, such as chat transcripts.</summary>
    private const long SystemAuthorId = -1;

    /// <param name="ticket">The ticket.</param>
    /// <param name="comments">Its comments, in any order.</param>
    /// <param name="users">The users that the responses named, by id.</param>
    /// <param name="since">Older comments are left out; null: none are.</param>
    public static TicketReading.Found Create(
        ZendeskTicket ticket, IReadOnlyList<ZendeskComment> comments, IReadOnlyDictionary<long, ZendeskUser> users, DateTimeOffset? since)
    {
        var forClient = comments
            .Where(comment => since is null || comment.WrittenAt >= since)
            .Where(comment => IsForClient(comment, ticket, users))
            .OrderBy(comment => comment.WrittenAt).ThenBy(comment => comment.Id)
            .Select(comment => ToAgentComment(comment, users))
            .ToList();
        var newest = comments.Count > 0 ? comments.Max(comment => comment.WrittenAt) : (DateTimeOffset?)null;
        var assignee = GetAssignee(ticket, comments, users);
        return new TicketReading.Found(
            ZendeskStatus.Parse(ticket.Status), assignee ?? forClient.LastOrDefault()?.Author, forClient, newest, ticket.UpdatedAt)
        {
            Assignee = assignee,
            Merge = TicketMerges.GetMerge(ticket, comments),
        };
    }

    /// <summary>
    /// Public, by an agent, and not written by the bridge. The bridge's comments have its marker, even if the response to them was lost. That a
    /// comment came through the API means nothing, since agents may answer through other apps.
    /// </summary>
    private static bool IsForClient(ZendeskComment comment, ZendeskTicket ticket, IReadOnlyDictionary<long, ZendeskUser> users) =>
        comment is { Public: true, Marker: null, Type: null or "Comment", AuthorId: { } authorId }
        && authorId != SystemAuthorId
        && !TicketMerges.IsMergeComment(comment)
        && (users.TryGetValue(authorId, out var user) ? user.IsStaff : authorId != ticket.RequesterId);

    /// <summary>
    /// Zendesk assigns an unassigned ticket to whoever solves it, and that is the bridge's own user when a client closed the chat. The bridge's
    /// user is recognised by the internal notes it wrote.
    /// </summary>
    private static Employee? GetAssignee(
        ZendeskTicket ticket, IReadOnlyList<ZendeskComment> comments, IReadOnlyDictionary<long, ZendeskUser> users)
    {
        var isBridge = comments.Any(comment => comment is { Public: false, Marker: not null } && comment.AuthorId == ticket.AssigneeId);
        return !isBridge && ticket.AssigneeId is { } assigneeId && users.GetValueOrDefault(assigneeId) is { IsStaff: true } agent
            ? ToEmployee(agent, assigneeId)
            : null;
    }

    private static AgentComment ToAgentComment(ZendeskComment comment, IReadOnlyDictionary<long, ZendeskUser> users)
    {
        var authorId = comment.AuthorId ?? 0;
        return new AgentComment(
            comment.Id.ToString(CultureInfo.InvariantCulture),
            comment.WrittenAt,
            ToEmployee(users.GetValueOrDefault(authorId), authorId),
            GetText(comment),
            GetFiles(comment));
    }

    /// <summary>
    /// The text is made from <c>html_body</c>. Zendesk's own plain texts are worse: <c>body</c> has no line breaks, and <c>plain_body</c> has spaces
    /// that nobody wrote (recorded exchanges).
    /// </summary>
    private static string GetText(ZendeskComment comment)
    {
        if (!string.IsNullOrWhiteSpace(comment.HtmlBody) && HtmlToText.Convert(comment.HtmlBody) is { } text)
            return text;
        var plain = string.IsNullOrWhiteSpace(comment.PlainBody) ? comment.Body ?? "" : comment.PlainBody;
        return string.Join('\n', plain.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();
    }

    private static List<ScannedFile> GetFiles(ZendeskComment comment) =>
    [
        .. from file in comment.Attachments ?? []
           let url = file.ContentUrl ?? ""
           where url.Length > 0 && file.Deleted != true && !IsRedacted(file)
           let id = file.Id.ToString(CultureInfo.InvariantCulture)
           select new ScannedFile(new AttachedFile(id, url, file.FileName ?? "", file.ContentType, file.Size), GetScan(file)),
    ];

    /// <summary>A file that was redacted stays in the list as an empty <c>redacted.txt</c> (developer.zendesk.com, "Ticket Attachments").</summary>
    private static bool IsRedacted(ZendeskAttachment file) => file is { FileName: "redacted.txt", Size: null or <= 1 };

    private static MalwareScan GetScan(ZendeskAttachment file) => file.MalwareScanResult switch
    {
        "malware_found" => MalwareScan.Infected,
        "not_scanned" => MalwareScan.Running,
        _ => MalwareScan.Passed,
    };

    private static Employee ToEmployee(ZendeskUser? user, long id)
    {
        var names = (user?.PublicName ?? "").Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Employee(
            id.ToString(CultureInfo.InvariantCulture),
            FirstName: names.ElementAtOrDefault(0) ?? "Agent",
            LastName: names.ElementAtOrDefault(1) ?? "",
            user?.Photo?.ContentUrl ?? "");
    }
}
