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

    /// <param name="account">The address of the account.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="comments">Its comments, in any order.</param>
    /// <param name="users">The users that the responses named, by id.</param>
    /// <param name="since">Older comments are left out; null: none are.</param>
    /// <param name="aboutMerges">The ids of comments that seem to be about a merge.</param>
    public static TicketReading.Found Create(
        Uri account, ZendeskTicket ticket, IReadOnlyList<ZendeskComment> comments, IReadOnlyDictionary<long, ZendeskUser> users,
        DateTimeOffset? since, IReadOnlySet<long> aboutMerges)
    {
        var forClient = GetForClient(account, ticket.RequesterId, comments, users, since, aboutMerges);
        var assignee = GetAssignee(ticket, comments, users);
        return new TicketReading.Found(
            ZendeskStatus.Parse(ticket.Status), assignee ?? forClient.LastOrDefault(comment => comment.Refusal is null)?.Author, forClient,
            GetNewest(comments), ticket.UpdatedAt)
        {
            Assignee = assignee,
            Tags = ticket.Tags ?? [],
            Merge = TicketMerges.GetMerge(ticket, comments),
        };
    }

    /// <summary>What the comments alone mean. Each of them must be one that <see cref="NeedsNoTicket"/>.</summary>
    /// <param name="account">The address of the account.</param>
    /// <param name="comments">The comments, in any order.</param>
    /// <param name="users">The users that the response named, by id.</param>
    /// <param name="since">Older comments are left out; null: none are.</param>
    /// <param name="aboutMerges">The ids of comments that seem to be about a merge.</param>
    public static TicketReading.Found Create(
        Uri account, IReadOnlyList<ZendeskComment> comments, IReadOnlyDictionary<long, ZendeskUser> users, DateTimeOffset? since,
        IReadOnlySet<long> aboutMerges) =>
        new(null, null, GetForClient(account, requesterId: null, comments, users, since, aboutMerges), GetNewest(comments), null);

    /// <summary>
    /// Whether it is known without the ticket for whom a comment is: it is not public, the bridge's or Zendesk's own, an agent's, or was processed
    /// before. Without the ticket, nobody knows whether another author is the client.
    /// </summary>
    public static bool NeedsNoTicket(ZendeskComment comment, IReadOnlyDictionary<long, ZendeskUser> users, DateTimeOffset? since) =>
        comment is { IsUnreadable: false, CreatedAt: not null }
        && (comment is not { Public: true, Marker: null } || comment.AuthorId == SystemAuthorId || comment.WrittenAt < since
            || (comment.AuthorId is { } authorId && users.GetValueOrDefault(authorId) is { IsStaff: true }));

    private static List<AgentComment> GetForClient(
        Uri account, long? requesterId, IReadOnlyList<ZendeskComment> comments, IReadOnlyDictionary<long, ZendeskUser> users, DateTimeOffset? since,
        IReadOnlySet<long> aboutMerges) =>
    [
        .. comments
            .Where(comment => since is null || comment.WrittenAt >= since)
            .Where(comment => IsForClient(comment, requesterId, users))
            .OrderBy(comment => comment.WrittenAt).ThenBy(comment => comment.Id)
            .Select(comment => ToAgentComment(account, comment, users, aboutMerges))
            .OfType<AgentComment>(),
    ];

    private static DateTimeOffset? GetNewest(IReadOnlyList<ZendeskComment> comments) =>
        comments.Count > 0 ? comments.Max(comment => comment.WrittenAt) : null;

    /// <summary>
    /// Public, and written neither by the bridge nor by the client nor by Zendesk itself. The bridge's comments have its marker, even if the response
    /// to them was lost. That a comment came through the API means nothing, since agents may answer through other apps.
    /// </summary>
    private static bool IsForClient(ZendeskComment comment, long? requesterId, IReadOnlyDictionary<long, ZendeskUser> users) =>
        comment is { Public: true, Marker: null } && comment.AuthorId != SystemAuthorId
        && !TicketMerges.IsMergeComment(comment)
        && (comment.AuthorId is not { } authorId || authorId != requesterId || users.GetValueOrDefault(authorId) is { IsStaff: true });

    /// <summary>
    /// A user whom the response does not name counts as an agent. The author may also be a user of the helpdesk who is no agent: a partner with whom
    /// tickets are shared, somebody in copy, an agent who was downgraded.
    /// </summary>
    private static CommentRefusal? GetRefusal(
        ZendeskComment comment, IReadOnlyDictionary<long, ZendeskUser> users, IReadOnlySet<long> aboutMerges)
    {
        if (comment.IsUnreadable || comment.AuthorId is not { } authorId)
            return CommentRefusal.Unreadable;
        if (users.GetValueOrDefault(authorId) is { IsStaff: false })
            return CommentRefusal.NotByAgent;
        if (comment.Type is not (null or "Comment"))
            return CommentRefusal.NotWritten;
        return aboutMerges.Contains(comment.Id) ? CommentRefusal.AboutMerge : null;
    }

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

    /// <returns>Null: there was something in it, and it was deleted since.</returns>
    private static AgentComment? ToAgentComment(
        Uri account, ZendeskComment comment, IReadOnlyDictionary<long, ZendeskUser> users, IReadOnlySet<long> aboutMerges)
    {
        var authorId = comment.AuthorId ?? 0;
        var result = new AgentComment(
            comment.Id.ToString(CultureInfo.InvariantCulture), comment.WrittenAt, ToEmployee(users.GetValueOrDefault(authorId), authorId), "", []);
        if (GetRefusal(comment, users, aboutMerges) is { } refusal)
            return result with { Refusal = refusal };
        var pictures = new EmbeddedPictures(account, comment);
        var text = GetText(comment, pictures) is var written && TextSplitter.IsBlank(written) ? "" : written;
        var files = GetFiles(comment);
        files.AddRange(pictures.Unlisted.Select(file => new ScannedFile(file, MalwareScan.Passed)));
        if (text.Length > 0 || files.Count > 0)
            return result with { Text = text, Files = files };
        return comment.Attachments?.Any(IsDeleted) == true ? null : result with { Refusal = CommentRefusal.Empty };
    }

    /// <summary>
    /// The text is made from <c>html_body</c>. Zendesk's own plain texts are worse: <c>body</c> has no line breaks, and <c>plain_body</c> has spaces
    /// that nobody wrote (recorded exchanges).
    /// </summary>
    private static string GetText(ZendeskComment comment, EmbeddedPictures pictures)
    {
        if (!string.IsNullOrWhiteSpace(comment.HtmlBody)
            && HtmlToText.Convert(comment.HtmlBody, pictures.Describe, pictures.GetLinkAddress) is { } text)
            return text;
        var plain = string.IsNullOrWhiteSpace(comment.PlainBody) ? comment.Body ?? "" : comment.PlainBody;
        return MessengerText.FromPlainText(plain);
    }

    private static List<ScannedFile> GetFiles(ZendeskComment comment) =>
    [
        .. from file in comment.Attachments ?? []
           let url = file.ContentUrl ?? ""
           where url.Length > 0 && !IsDeleted(file)
           let id = file.Id.ToString(CultureInfo.InvariantCulture)
           select new ScannedFile(new AttachedFile(id, url, file.FileName ?? "", file.ContentType, file.Size), GetScan(file)),
    ];

    /// <summary>A file that was redacted stays in the list as an empty <c>redacted.txt</c> (developer.zendesk.com, "Ticket Attachments").</summary>
    private static bool IsDeleted(ZendeskAttachment file) => file.Deleted == true || file is { FileName: "redacted.txt", Size: null or <= 1 };

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
