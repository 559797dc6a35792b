using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>The request budget of one Zendesk account, shared by all processes of the cluster. The key is the helpdesk's name.</summary>
[Alias("zendesk-account")]
internal interface IAccountGrain : IGrainWithStringKey
{
    /// <returns>The request's place, and how long to wait before sending it.</returns>
    [AlwaysInterleave]
    [Alias("book")]
    Task<(Booking Booking, TimeSpan Delay)> BookAsync(RequestKind kind);

    /// <summary>The request has ended. It counts from now, or not at all if it was never sent.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("settle")]
    Task SettleAsync(Booking booking, bool wasSent);

    /// <summary>A response said something about a limit.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("observe")]
    Task ObserveAsync(LimitNotice notice);

    /// <returns>How much of the budget is used, for operators.</returns>
    [AlwaysInterleave]
    [Alias("get-use")]
    Task<(int LastMinute, int Waiting, int PerMinute)> GetUseAsync();
}

/// <summary>Keeps the budget in memory only. After a restart or a move, the headers of the first responses say how much is left.</summary>
[KeepAlive]
[GrainType("zendesk-account")]
internal sealed class AccountGrain(IOptionsMonitor<HelpdeskOptions> options, BudgetMetrics metrics, BridgeClock clock) : Grain, IAccountGrain
{
    private RequestBudget _budget = null!;
    private int _limit;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _limit = options.Get(this.GetPrimaryKeyString()).RequestsPerMinute;
        _budget = new RequestBudget(_limit);
        return Task.CompletedTask;
    }

    public Task<(Booking Booking, TimeSpan Delay)> BookAsync(RequestKind kind)
    {
        var now = clock.Now;
        var booking = _budget.Book(kind, now);
        RecordUsed(now);
        return Task.FromResult((booking, booking.At - now));
    }

    public Task SettleAsync(Booking booking, bool wasSent)
    {
        _budget.Settle(booking, wasSent ? clock.Now : null, clock.Now);
        RecordUsed(clock.Now);
        return Task.CompletedTask;
    }

    public Task ObserveAsync(LimitNotice notice)
    {
        _budget.Observe(notice, clock.Now);
        return Task.CompletedTask;
    }

    public Task<(int LastMinute, int Waiting, int PerMinute)> GetUseAsync() => Task.FromResult(_budget.GetUse(clock.Now));

    private void RecordUsed(DateTimeOffset now)
    {
        var (lastMinute, waiting, _) = _budget.GetUse(now);
        metrics.Record(this.GetPrimaryKeyString(), lastMinute + waiting, _limit);
    }
}
