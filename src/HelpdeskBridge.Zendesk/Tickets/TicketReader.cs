using System.Globalization;
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

        var read = await ReadPagesAsync(ticketId, since, cancellationToken);
        if (read.Failure is { } pageFailure)
            return GetFailed(pageFailure);
        var comments = read.Comments.ConvertAll(comment => WithTime(comment, ticket));
        foreach (var user in result.Content.Users ?? [])
            read.Users.TryAdd(user.Id, user);
        var (aboutMerges, failed) = await mergeComments.FindAsync(ticket.Id, ticket.RequesterId, comments, since, cancellationToken);
        return failed is null ? TicketReadingFactory.Create(account, ticket, comments, read.Users, since, aboutMerges) : GetFailed(failed);
    }

    /// <summary>
    /// Reads only the comments. If one of them can't be judged without the ticket, or the ticket may be gone, the ticket is read after all, and the
    /// comments again after it.
    /// </summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="since">Older comments are not needed; null: all are.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<TicketReading> ReadCommentsAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var read = await ReadPagesAsync(ticketId, since, cancellationToken);
        if (read.Failure is { Status: not HttpStatusCode.NotFound } failure)
            return GetFailed(failure);
        if (read.Failure is not null || !read.Comments.TrueForAll(comment => TicketReadingFactory.NeedsNoTicket(comment, read.Users, since)))
            return await ReadAsync(ticketId, since, cancellationToken);
        var id = long.Parse(ticketId, CultureInfo.InvariantCulture);
        var (aboutMerges, failed) = await mergeComments.FindAsync(id, requesterId: null, read.Comments, since, cancellationToken);
        return failed is null ? TicketReadingFactory.Create(account, read.Comments, read.Users, since, aboutMerges) : GetFailed(failed);
    }

    private async Task<Pages> ReadPagesAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var read = new Pages([], [], null);
        string? after = null;
        var pages = 0;
        do
        {
            var page = await api.ReadCommentsAsync(ticketId, PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (page.Failure is { } failure)
                return read with { Failure = failure };
            read.Comments.AddRange(page.Content?.Comments ?? []);
            foreach (var user in page.Content?.Users ?? [])
                read.Users[user.Id] = user;
            after = GetNextCursor(page.Content, since);
        }
        while (after is not null && ++pages < MaxPages);

        return read;
    }

    /// <summary>The next page is read only if it may contain comments that are new enough. Pages are sorted from new to old.</summary>
    private static string? GetNextCursor(CommentsResponse? page, DateTimeOffset? since) =>
        page?.Comments is [.., var oldest] && (since is null || oldest.CreatedAt is null || oldest.CreatedAt >= since) ? page.Meta?.NextCursor : null;

    /// <summary>A comment whose time is missing may be new.</summary>
    private static ZendeskComment WithTime(ZendeskComment comment, ZendeskTicket ticket) =>
        comment.CreatedAt is null ? comment with { CreatedAt = ticket.UpdatedAt } : comment;

    private static TicketReading GetFailed(ZendeskFailure failure) => ZendeskFailureTable.GetOutcome(failure, onTicket: true) switch
    {
        DeliveryOutcome.TicketOver when failure.Status == HttpStatusCode.NotFound => new TicketReading.Missing(),
        _ => new TicketReading.Failed(failure.Summary, failure.RetryAfter, ZendeskFailureTable.GetScope(failure)),
    };

    /// <summary>What the pages of comments contained, as far as they could be read.</summary>
    private sealed record Pages(List<ZendeskComment> Comments, Dictionary<long, ZendeskUser> Users, ZendeskFailure? Failure);
}
