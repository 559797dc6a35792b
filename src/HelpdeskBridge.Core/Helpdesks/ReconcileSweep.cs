using System.Collections.Concurrent;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Finds changes that no webhook reported. It asks for the change times of all tickets of open conversations, a hundred at a time, and has those
/// read that changed since they were last read; where there are many, it uses the account's feed of changes instead (<see cref="ChangeFeed"/>).
/// With <c>Feed=Poll</c> it runs every few seconds and is the only way to learn of agents' answers.
/// </summary>
internal sealed partial class ReconcileSweep(
    IDatabase database, HelpdeskRegistry helpdesks, ChangeFeed feed, EndedTicketRotation endedTickets, OpenTicketRotation openTickets,
    EndpointHealth health, OutageRecovery recovery, PendingTicketSyncs pending, IOptionsMonitor<HelpdeskOptions> helpdeskOptions, BridgeClock clock,
    ILogger<ReconcileSweep> log)
{
    private const int TicketsPerRequest = 100;

    /// <summary>
    /// A conversation that just ended is looked at in each sweep for a while, because an agent may write once more. Later its ticket is looked at
    /// in turn with others (<see cref="EndedTicketRotation"/>).
    /// </summary>
    private static readonly TimeSpan WatchedAfterEnd = TimeSpan.FromHours(1);

    /// <summary>Helpdesks that the last sweep could not read.</summary>
    private readonly ConcurrentDictionary<string, bool> _failing = new();

    public async Task SweepAsync(string helpdesk, CancellationToken cancellationToken)
    {
        using var span = Tracing.Begin("reconcile sweep");
        span?.SetTag("bridge.helpdesk", helpdesk);
        var options = helpdeskOptions.Get(helpdesk);
        var hasCompleteFeed = helpdesks.Get(helpdesk).HasCompleteFeed;

        // What a complete feed names has changed, so it is read in any case, and nothing is saved by reading it later.
        var remaining = hasCompleteFeed ? int.MaxValue : ReconcileBudget.GetMaxReads(options);
        var endedSince = clock.Now - WatchedAfterEnd;
        var watched = await database.ReadAsync(store => store.Tickets.ListWatchedAsync(helpdesk, endedSince), cancellationToken);
        if ((hasCompleteFeed || options.Feed == HelpdeskFeed.Webhook)
            && await feed.SweepAsync(helpdesk, watched, remaining, cancellationToken) is { } changes)
        {
            await ReportSuccessAsync(helpdesk);
            Wake(helpdesk, changes.TicketIds, watched.Count);
            if (changes.TookAnotherRequest)
            {
                await RecoverAsync(helpdesk);
                return;
            }

            watched = hasCompleteFeed ? openTickets.Take(helpdesk, watched, options.ReconcileEvery, TicketsPerRequest) : [];
        }

        if (watched.Count == 0 && await recovery.HasPerhapsPutOffAsync(helpdesk, cancellationToken)
            && await helpdesks.Get(helpdesk).ReadGroupsAsync(cancellationToken) is null)
        {
            // No ticket is read that would show whether the helpdesk works, but a message waits for it.
            _failing[helpdesk] = true;
            Log.SweepFailed(log, helpdesk);
            return;
        }

        if (!hasCompleteFeed || watched.Count == 0)
            watched.AddRange(await endedTickets.TakeAsync(helpdesk, endedSince, TicketsPerRequest, cancellationToken));
        if (await SweepByIdsAsync(helpdesk, watched, remaining, cancellationToken))
            await RecoverAsync(helpdesk);
        else
            _failing[helpdesk] = true;
    }

    /// <returns>Whether all tickets could be read.</returns>
    private async Task<bool> SweepByIdsAsync(string helpdesk, List<WatchedTicket> watched, int remaining, CancellationToken cancellationToken)
    {
        foreach (var chunk in watched.DistinctBy(ticket => ticket.TicketId).Chunk(TicketsPerRequest))
        {
            // The account's budget spreads these requests: a sweep waits behind live messages.
            var stamps = await helpdesks.Get(helpdesk).ReadStampsAsync([.. chunk.Select(ticket => ticket.TicketId)], cancellationToken);
            if (stamps is null)
            {
                Log.SweepFailed(log, helpdesk);
                return false;
            }

            await ReportSuccessAsync(helpdesk);
            var changed = FindChanged(chunk, stamps).Take(remaining).ToList();
            remaining -= changed.Count;
            if (changed.Count == 0)
                continue;
            await database.WriteAsync(
                async store =>
                {
                    foreach (var ticketId in changed)
                        await store.TicketSyncs.AddAsync(helpdesk, ticketId, clock.Now);
                },
                cancellationToken);
            Wake(helpdesk, changed, chunk.Length);
        }

        return true;
    }

    /// <summary>The whole sweep succeeded. If the one before did not, the helpdesk was down.</summary>
    private async Task RecoverAsync(string helpdesk)
    {
        if (_failing.TryRemove(helpdesk, out _))
            await recovery.RecoverPerhapsPutOffAsync(helpdesk);
    }

    private async Task ReportSuccessAsync(string helpdesk)
    {
        if (await health.ReportSuccessAsync(EndpointUse.Reads(helpdesk), nameof(ReconcileSweep)))
            await recovery.RecoverAsync(EndpointUse.Reads(helpdesk));
    }

    /// <summary>A ticket without a stamp does not exist any more: that is a change as well.</summary>
    private static IEnumerable<string> FindChanged(IEnumerable<WatchedTicket> watched, IReadOnlyList<TicketStamp> stamps)
    {
        var updatedAt = stamps.DistinctBy(stamp => stamp.TicketId).ToDictionary(stamp => stamp.TicketId, stamp => stamp.UpdatedAt);
        return watched.Where(ticket => ticket.SeenUpdatedAt is null || updatedAt.GetValueOrDefault(ticket.TicketId) != ticket.SeenUpdatedAt)
            .Select(ticket => ticket.TicketId);
    }

    private void Wake(string helpdesk, IReadOnlyList<string> changed, int watched)
    {
        pending.WakeFound(helpdesk, changed);
        Log.Found(log, helpdesk, changed.Count, watched);
    }

    private static partial class Log
    {
        [LoggerMessage(3004, LogLevel.Debug, "A reconcile sweep of {Helpdesk} found {Changed} of {Watched} ticket(s) changed")]
        public static partial void Found(ILogger logger, string helpdesk, int changed, int watched);

        [LoggerMessage(3005, LogLevel.Warning, "A reconcile sweep of {Helpdesk} could not read the tickets; the next one tries again")]
        public static partial void SweepFailed(ILogger logger, string helpdesk);
    }
}

/// <summary>How much of an account's request budget a reconcile sweep may use.</summary>
internal static class ReconcileBudget
{
    private const int RequestsPerRead = 2;

    /// <summary>
    /// Tickets that one sweep may have read: a fifth of the budget of its interval, or half of it where sweeps are the only way to learn of
    /// agents' answers.
    /// </summary>
    public static int GetMaxReads(HelpdeskOptions options) => options.Feed == HelpdeskFeed.Poll
        ? GetMaxReads(options.RequestsPerMinute / 2.0, options.PollEvery)
        : GetMaxReads(options.RequestsPerMinute / 5.0, options.ReconcileEvery);

    private static int GetMaxReads(double requestsPerMinute, TimeSpan every) =>
        Math.Max(1, (int)(requestsPerMinute * every.TotalMinutes) / RequestsPerRead);
}
