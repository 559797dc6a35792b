using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>The budget of one Zendesk account, for all processes together. Key: the helpdesk's name.</summary>
internal interface IAccountGrain : IGrainWithStringKey
{
    /// <returns>The place, and how long to wait for it before sending.</returns>
    [AlwaysInterleave]
    Task<(Booking Booking, TimeSpan Wait)> BookAsync(RequestKind kind);

    /// <summary>The request is over; it counts from now, or not at all when it never left.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task SettleAsync(Booking booking, bool wasSent);

    [OneWay]
    [AlwaysInterleave]
    Task ObserveAsync(LimitNotice notice);
}

/// <summary>In memory only: after a move or a start the first answers' headers tell how much is left.</summary>
[KeepAlive]
internal sealed class AccountGrain(IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock) : Grain, IAccountGrain
{
    private RequestBudget _budget = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _budget = new RequestBudget(options.Get(this.GetPrimaryKeyString()).RequestsPerMinute);
        return Task.CompletedTask;
    }

    public Task<(Booking Booking, TimeSpan Wait)> BookAsync(RequestKind kind)
    {
        var now = clock.Now;
        var booking = _budget.Book(kind, now);
        return Task.FromResult((booking, booking.At - now));
    }

    public Task SettleAsync(Booking booking, bool wasSent)
    {
        _budget.Settle(booking, wasSent ? clock.Now : null, clock.Now);
        return Task.CompletedTask;
    }

    public Task ObserveAsync(LimitNotice notice)
    {
        _budget.Observe(notice, clock.Now);
        return Task.CompletedTask;
    }
}
