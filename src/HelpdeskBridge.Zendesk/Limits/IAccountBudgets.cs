using System.Collections.Concurrent;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>The request budgets of all accounts, by the helpdesk's name.</summary>
internal interface IAccountBudgets
{
    /// <returns>The request's place, and how long to wait before sending it.</returns>
    Task<(Booking Booking, TimeSpan Delay)> BookAsync(string helpdesk, RequestKind kind);

    /// <summary>The request has ended.</summary>
    Task SettleAsync(string helpdesk, Booking booking, bool wasSent);

    /// <summary>A response said something about a limit.</summary>
    Task ObserveAsync(string helpdesk, LimitNotice notice);
}

/// <summary>Budgets that all processes of the cluster share.</summary>
internal sealed class SharedBudgets(IGrainFactory grains) : IAccountBudgets
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The process that kept the budget may just have ended; then another one keeps it. Nothing was sent yet, so it is only asked again: as a failure
    /// of the request it would be one whose outcome is not known.
    /// </summary>
    public async Task<(Booking Booking, TimeSpan Delay)> BookAsync(string helpdesk, RequestKind kind)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await Get(helpdesk).BookAsync(kind);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException && TimeProvider.System.GetElapsedTime(started) < MaxWait)
            {
                await Task.Delay(BetweenAttempts, TimeProvider.System);
            }
        }
    }

    public Task SettleAsync(string helpdesk, Booking booking, bool wasSent) => Get(helpdesk).SettleAsync(booking, wasSent);

    public Task ObserveAsync(string helpdesk, LimitNotice notice) => Get(helpdesk).ObserveAsync(notice);

    private IAccountGrain Get(string helpdesk) => grains.GetGrain<IAccountGrain>(helpdesk);
}

/// <summary>
/// Budgets of a command, which runs beside the service and without a cluster. It knows what the service sends only by the headers of the responses.
/// </summary>
internal sealed class LocalBudgets(IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock) : IAccountBudgets
{
    private readonly ConcurrentDictionary<string, RequestBudget> _budgets = new();
    private readonly Lock _lock = new();

    public Task<(Booking Booking, TimeSpan Delay)> BookAsync(string helpdesk, RequestKind kind)
    {
        lock (_lock)
        {
            // Somebody waits for what a command reads of the set-up, and it is most of what the command does: it has no smaller share.
            var booking = Get(helpdesk).Book(kind == RequestKind.Setup ? RequestKind.Other : kind, clock.Now);
            return Task.FromResult((booking, booking.At - clock.Now));
        }
    }

    public Task SettleAsync(string helpdesk, Booking booking, bool wasSent)
    {
        lock (_lock)
            Get(helpdesk).Settle(booking, wasSent ? clock.Now : null, clock.Now);
        return Task.CompletedTask;
    }

    public Task ObserveAsync(string helpdesk, LimitNotice notice)
    {
        lock (_lock)
            Get(helpdesk).Observe(notice, clock.Now);
        return Task.CompletedTask;
    }

    private RequestBudget Get(string helpdesk) =>
        _budgets.GetOrAdd(helpdesk, name => new RequestBudget(options.Get(name).RequestsPerMinute));
}
