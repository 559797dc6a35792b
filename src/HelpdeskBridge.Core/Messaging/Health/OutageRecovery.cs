using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// Ends outages. While an endpoint is unavailable, one waiting message or pending read at a time is made due as a probe. When the endpoint works
/// again, everything that the outage put off is made due once, at an even pace.
/// </summary>
internal sealed class OutageRecovery(
    IDatabase database, EndpointHealth health, WakeUps wakeUps, ITicketSyncTrigger ticketSync, DueTimer timer, BridgeClock clock) : IDueWork
{
    /// <summary>Outages before the start may be over, so what they put off is tried.</summary>
    public Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        async store =>
        {
            await store.Outages.MakeAllMessagesDueAsync(now);
            await store.Outages.MakeAllReadsDueAsync(now);
        },
        cancellationToken);

    public async Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken) => await health.ProbeNowAsync();

    public async Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? next = null;
        foreach (var (use, outage) in health.Outages)
        {
            if (outage.IsProbeDue(now))
                await ProbeAsync(use, outage.Probe, now, cancellationToken);
            else if (next is null || outage.NextProbeAt < next)
                next = outage.NextProbeAt;
        }

        return next > now ? next : null;
    }

    /// <summary>Makes everything due that an outage of this endpoint put off.</summary>
    public async Task RecoverAsync(EndpointUse use)
    {
        var now = clock.Now;
        await database.WriteAsync(
            store => use.IsRead
                ? store.Outages.MakeReadsDueAsync(use.Endpoint.Name, now)
                : store.Outages.MakeMessagesDueAsync(use.Endpoint.Direction, use.Endpoint.Name, now),
            CancellationToken.None);
        timer.SetAt(now);
    }

    /// <summary>Whether messages wait that an outage of the helpdesk may have put off.</summary>
    public Task<bool> HasPerhapsPutOffAsync(string helpdesk, CancellationToken cancellationToken) =>
        database.ReadAsync(store => store.Outages.HasPerhapsPutOffAsync(helpdesk), cancellationToken);

    /// <summary>
    /// The helpdesk could not be read, and can be read again: it was down. Messages that failed meanwhile become due, although there were too few of
    /// them to conclude an outage.
    /// </summary>
    public async Task RecoverPerhapsPutOffAsync(string helpdesk)
    {
        var now = clock.Now;
        await database.WriteAsync(store => store.Outages.MakePerhapsPutOffDueAsync(helpdesk, now), CancellationToken.None);
        timer.SetAt(now);
    }

    /// <summary>Something was put off. If the outage ended at that moment, its recovery may have come before this was stored.</summary>
    public async Task AfterHoldAsync(EndpointUse use)
    {
        if (!ScheduleProbe(use))
            await RecoverAsync(use);
    }

    /// <summary>After an attempt: if the endpoint is unavailable, it is probed in time.</summary>
    /// <returns>Whether it is unavailable.</returns>
    public bool ScheduleProbe(EndpointUse use)
    {
        if (health.FindOutage(use) is not { } outage)
            return false;
        timer.SetAt(outage.NextProbeAt);
        return true;
    }

    /// <param name="use">What is probed.</param>
    /// <param name="hanging">The object of a probe that does not end; null: there is none.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the search for an object.</param>
    private async Task ProbeAsync(EndpointUse use, string? hanging, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (use.IsRead)
        {
            var ticketId = await database.WriteAsync(
                store => store.Outages.MakeReadProbeDueAsync(use.Endpoint.Name, hanging, now), cancellationToken);
            if (ticketId is not null)
                ticketSync.Wake(use.Endpoint.Name, ticketId);
            return;
        }

        var queue = await database.WriteAsync(
            store => store.Outages.MakeProbeDueAsync(use.Endpoint.Direction, use.Endpoint.Name, hanging, now), cancellationToken);
        if (queue is { } id)
            wakeUps.Wake([id]);
    }
}
