using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Users;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Feed;

/// <summary>
/// Reads which tickets changed, from the transactions of all queues that the bridge's user sees. Its cost follows what changed. Times are no help:
/// a search by time leaves out deleted and merged tickets, and reads times in the time zone of the user.
/// </summary>
/// <param name="api">The account.</param>
/// <param name="queues">The queues that the user sees.</param>
/// <param name="agents">Whose transactions are the bridge's own.</param>
/// <param name="watchesFields">Whether a change of a custom field means something: it may give a chat back to the bot.</param>
/// <param name="clock">The clock.</param>
internal sealed class TransactionFeed(IRequestTrackerApi api, QueueDirectory queues, AgentDirectory agents, bool watchesFields, BridgeClock clock)
{
    private const int PageSize = 100;
    private const string Ascending = "ASC";
    private const string Descending = "DESC";

    /// <summary>
    /// Correspondence, the end of a ticket, its queue and owner, and merges. Comments and mails, which the user may not see, are not asked for: a
    /// page from which something is left out does not show whether it is the last one.
    /// </summary>
    private const string Types = "Type = 'Correspond' OR Type = 'Status' OR Type = 'Set' OR Type = 'AddLink'";
    private const string FieldType = " OR Type = 'CustomField'";

    public async Task<ChangeReading> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        // For the same reason only tickets in queues that may be seen are asked for.
        var (seen, wasRead) = await queues.GetAsync(cancellationToken);
        if (seen is not { Count: > 0 })
            return new ChangeReading.Failed();
        var query = $"({string.Join(" OR ", seen.Select(queue => $"TicketQueue = {queue.Id}"))}) AND ({Types}{(watchesFields ? FieldType : "")})";
        if (cursor is null || FeedCursor.Parse(cursor) is not { } from)
            return await StartAsync(query, cancellationToken);

        var result = await api.FindTransactionsAsync($"{query} AND id > {from.From}", Ascending, PageSize, cancellationToken)
            .ToResultAsync(clock, cancellationToken);
        if (result.Content?.Items is not { } page)
            return new ChangeReading.Failed();
        var isLast = page.Count < PageSize;
        var own = (await agents.ReadOwnAsync(cancellationToken)).Content?.Id;
        var tickets = from.GetNew(page).Where(transaction => own is null || transaction.Creator?.Id != own)
            .Select(transaction => transaction.ObjectId).OfType<string>().Distinct();

        // Without a time: whatever was known of the ticket, it has changed since.
        return new ChangeReading.Changed(
            [.. tickets.Select(id => new TicketStamp(id, UpdatedAt: null))], from.After(page, isLast).ToString(), HasMore: !isLast)
        {
            TookAnotherRequest = wasRead,
        };
    }

    private async Task<ChangeReading> StartAsync(string query, CancellationToken cancellationToken)
    {
        var newest = await api.FindTransactionsAsync(query, Descending, perPage: 1, cancellationToken).ToResultAsync(clock, cancellationToken);
        return newest.Content?.Items is { } items
            ? new ChangeReading.Changed([], FeedCursor.StartAfter(items is [var last, ..] ? last.Number : 0).ToString(), HasMore: false)
            : new ChangeReading.Failed();
    }

    /// <summary>When each of these tickets changed last. Deleted and merged ones are left out.</summary>
    public async Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken)
    {
        var result = await api.FindTicketsAsync(string.Join(" OR ", ticketIds.Select(id => $"id = {RtIds.ParseNumber(id)}")), cancellationToken)
            .ToResultAsync(clock, cancellationToken);
        return result.Content?.Items?.Select(ticket => new TicketStamp(ticket.Id, ticket.LastUpdated)).ToList();
    }
}
