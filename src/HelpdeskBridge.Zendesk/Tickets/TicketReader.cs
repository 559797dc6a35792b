using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Reads what agents did to a ticket. The status is read before the comments, so that the comments include everything that led to the status.
/// </summary>
internal sealed class TicketReader(Uri account, IZendeskApi api, MergeCommentFinder mergeComments, BridgeClock clock)
{
    private const int PageSize = 100;

    /// <summary>Enough for twice as many comments as a ticket can have (5,000). It ends the loop if every response says that there is more.</summary>
    private const int MaxPages = 100;

    /// <param name="ticketId">The ticket.</param>
    /// <param name="since">Older comments are not needed; null: all are.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<TicketReading> ReadAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var result = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { } failure)
            return GetFailed(failure);
        if (result.Content?.Ticket is not { } ticket)
            return new TicketReading.Failed("the response contains no ticket", null, FailureScope.Unclear);

        var comments = new List<ZendeskComment>();
        var users = new Dictionary<long, ZendeskUser>();
        AddUsers(users, result.Content.Users);
        string? after = null;
        var pages = 0;
        do
        {
            var page = await api.ReadCommentsAsync(ticketId, PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (page.Failure is { } pageFailure)
                return GetFailed(pageFailure);
            comments.AddRange((page.Content?.Comments ?? []).Select(comment => WithTime(comment, ticket)));
            AddUsers(users, page.Content?.Users);
            after = GetNextCursor(page.Content, since);
        }
        while (after is not null && ++pages < MaxPages);

        var (aboutMerges, failed) = await mergeComments.FindAsync(ticket, comments, since, cancellationToken);
        return failed is null ? TicketReadingFactory.Create(account, ticket, comments, users, since, aboutMerges) : GetFailed(failed);
    }

    /// <summary>The next page is read only if it may contain comments that are new enough. Pages are sorted from new to old.</summary>
    private static string? GetNextCursor(CommentsResponse? page, DateTimeOffset? since) =>
        page?.Comments is [.., var oldest] && (since is null || oldest.CreatedAt is null || oldest.CreatedAt >= since) ? page.Meta?.NextCursor : null;

    /// <summary>A comment whose time is missing may be new.</summary>
    private static ZendeskComment WithTime(ZendeskComment comment, ZendeskTicket ticket) =>
        comment.CreatedAt is null ? comment with { CreatedAt = ticket.UpdatedAt } : comment;

    private static void AddUsers(Dictionary<long, ZendeskUser> users, IReadOnlyList<ZendeskUser>? page)
    {
        foreach (var user in page ?? [])
            users[user.Id] = user;
    }

    private static TicketReading GetFailed(ZendeskFailure failure) => ZendeskFailureTable.GetOutcome(failure, onTicket: true) switch
    {
        DeliveryOutcome.TicketOver when failure.Status == HttpStatusCode.NotFound => new TicketReading.Missing(),
        _ => new TicketReading.Failed(failure.Summary, failure.RetryAfter, ZendeskFailureTable.GetScope(failure)),
    };
}
