using System.Collections.Concurrent;
using System.Globalization;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Finds comments that seem to be about a merge: they name a ticket that was merged when they were written. They must not go to the client, because
/// they may quote another one. Zendesk's own mark and wording are not in every account and language.
/// </summary>
internal sealed class MergeCommentFinder(IZendeskApi api, BridgeClock clock)
{
    /// <summary>Agents name order numbers and the like too, so only a few are looked at.</summary>
    private const int MaxNamedTickets = 3;

    private const int MaxLookups = 10;
    private const int MaxRemembered = 10_000;

    /// <summary>After this time a comment whose named ticket can't be looked at does not keep the whole ticket from being read.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>Comments that are not about a merge. The newest comment of a ticket is looked at in each read.</summary>
    private readonly ConcurrentDictionary<long, bool> _others = new();

    /// <param name="ticketId">The ticket.</param>
    /// <param name="requesterId">Whose comments need not be looked at; null: all are.</param>
    /// <param name="comments">Its comments.</param>
    /// <param name="since">Older comments need not be looked at; null: all are.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The ids of the comments; or the failure because of which the ticket must be read again.</returns>
    public async Task<(IReadOnlySet<long> Comments, ZendeskFailure? Failed)> FindAsync(
        long ticketId, long? requesterId, IReadOnlyList<ZendeskComment> comments, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var (found, lookups) = (new HashSet<long>(), 0);
        var candidates = comments.Where(comment => comment is { Public: true, Marker: null }
            && (requesterId is null || comment.AuthorId != requesterId) && (since is null || comment.WrittenAt >= since)
            && !_others.ContainsKey(comment.Id) && !TicketMerges.IsMergeComment(comment));
        foreach (var comment in candidates)
        {
            var isAboutMerge = false;
            foreach (var id in TicketMerges.GetNamedTickets(comment, ticketId).Take(MaxNamedTickets))
            {
                if (++lookups > MaxLookups)
                    break;
                var (isMerged, failure) = await WasMergedAsync(id, comment.WrittenAt, cancellationToken);
                if (failure is not null && clock.Now - comment.WrittenAt < MaxWait)
                    return (found, failure);
                isAboutMerge |= isMerged || failure is not null;
            }

            if (isAboutMerge)
                found.Add(comment.Id);
            else
                Remember(comment.Id);
        }

        return (found, null);
    }

    /// <summary>A ticket that does not exist, or that the bridge may not see, was not merged as far as it is known.</summary>
    private async Task<(bool IsMerged, ZendeskFailure? Failed)> WasMergedAsync(long id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var named = await api.ReadTicketAsync(id.ToString(CultureInfo.InvariantCulture), cancellationToken).ToResultAsync(clock, cancellationToken);
        if (named.Failure is { } failure)
            return (false, MayPass(failure) ? failure : null);
        return (named.Content?.Ticket is { } ticket && TicketMerges.WasMergedAt(ticket, time), null);
    }

    private static bool MayPass(ZendeskFailure failure) =>
        (int?)failure.Status is null or 401 or 408 or 429 or >= 500 || ZendeskFailureTable.GetScope(failure) == FailureScope.Endpoint;

    private void Remember(long commentId)
    {
        if (_others.Count >= MaxRemembered)
            _others.Clear();
        _others[commentId] = true;
    }
}
