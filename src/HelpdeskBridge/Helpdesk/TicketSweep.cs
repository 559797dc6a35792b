using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk;

/// <summary>
/// Finds what webhooks lost: asks for the change times of all tickets of open conversations, a hundred at a time, and notes those that
/// changed since they were read; where they are many, from the account's feed of changes instead (<see cref="ChangeFeed"/>). With
/// <c>Feed=Poll</c> it runs every few seconds and is the only way to hear of agents.
/// </summary>
internal sealed partial class TicketSweep(
    IDatabase database, BridgeSettings settings, Helpdesks helpdesks, ChangeFeed feed, Recovery recovery, Doorbell doorbell, BridgeClock clock, ILogger<TicketSweep> log)
{
    private const int PerRequest = 100;

    /// <summary>A conversation that just ended is watched a while longer, for an agent's late words.</summary>
    private static readonly TimeSpan WatchedAfterEnd = TimeSpan.FromHours(1);

    public async Task SweepAsync(string helpdesk, CancellationToken cancellation)
    {
        var left = SweepShare.Readings(settings.Helpdesks[helpdesk]);
        var watched = await database.ReadAsync(session => session.FindWatchedTicketsAsync(helpdesk, clock.Now - WatchedAfterEnd), cancellation);
        if (settings.Helpdesks[helpdesk].Feed == HelpdeskFeed.Webhook && await feed.SweepAsync(helpdesk, watched, left, cancellation) is { } changes)
        {
            await recovery.ReachedAsync(Side.Helpdesk(helpdesk));
            Ring(helpdesk, changes, watched.Count);
            return;
        }

        foreach (var chunk in watched.Chunk(PerRequest))
        {
            // The account's budget spreads these: a sweep's request waits its turn behind live messages.
            var stamps = await helpdesks.Get(helpdesk).ReadStampsAsync([.. chunk.Select(ticket => ticket.TicketId)], cancellation);
            if (stamps is null)
            {
                Log.SweepFailed(log, helpdesk);
                return;
            }

            await recovery.ReachedAsync(Side.Helpdesk(helpdesk));
            var updatedAt = stamps.ToDictionary(stamp => stamp.TicketId, stamp => stamp.UpdatedAt);
            var changed = chunk.Where(ticket => ticket.SeenUpdatedAt is null || updatedAt.GetValueOrDefault(ticket.TicketId) != ticket.SeenUpdatedAt).Take(left).ToList();
            left -= changed.Count;
            if (changed.Count == 0)
                continue;
            await database.WriteAsync(
                async session =>
                {
                    foreach (var ticket in changed)
                        await session.NoteTicketAsync(helpdesk, ticket.TicketId, clock.Now);
                },
                cancellation);
            Ring(helpdesk, changed.ConvertAll(ticket => ticket.TicketId), chunk.Length);
        }
    }

    private void Ring(string helpdesk, IReadOnlyList<string> changed, int watched)
    {
        foreach (var ticketId in changed)
            doorbell.RingTicket(helpdesk, ticketId);
        Log.Found(log, helpdesk, changed.Count, watched);
    }

    private static partial class Log
    {
        [LoggerMessage(3004, LogLevel.Debug, "A sweep of {Helpdesk} found {Changed} of {Watched} ticket(s) changed")]
        public static partial void Found(ILogger logger, string helpdesk, int changed, int watched);

        [LoggerMessage(3005, LogLevel.Warning, "A sweep of {Helpdesk} could not read the tickets; the next one tries again")]
        public static partial void SweepFailed(ILogger logger, string helpdesk);
    }
}

/// <summary>How much of an account's budget goes into looking for what was not announced.</summary>
internal static class SweepShare
{
    private const int RequestsPerReading = 2;

    /// <summary>Tickets one sweep may have read: a fifth of the budget of its interval, or half where sweeps are the only way to hear of agents.</summary>
    public static int Readings(HelpdeskOptions options) => options.Feed == HelpdeskFeed.Poll
        ? Readings(options.RequestsPerMinute / 2.0, options.PollEvery)
        : Readings(options.RequestsPerMinute / 5.0, options.ReconcileEvery);

    private static int Readings(double requestsPerMinute, TimeSpan every) => Math.Max(1, (int)(requestsPerMinute * every.TotalMinutes) / RequestsPerReading);
}
