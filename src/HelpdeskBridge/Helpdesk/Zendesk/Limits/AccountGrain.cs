using HelpdeskBridge.Settings;
using Orleans.Concurrency;

namespace HelpdeskBridge.Helpdesk.Zendesk.Limits;

/// <summary>The budget of one Zendesk account, for all processes together. Key: the helpdesk's name.</summary>
internal interface IAccountGrain : IGrainWithStringKey
{
    /// <returns>How long to wait before sending; the place is booked.</returns>
    [AlwaysInterleave]
    Task<TimeSpan> BookAsync(RequestKind kind);

    [OneWay]
    [AlwaysInterleave]
    Task ObserveAsync(LimitNotice notice);
}

/// <summary>In memory only: after a move or a start the first answers' headers tell how much is left.</summary>
[KeepAlive]
internal sealed class AccountGrain(BridgeSettings settings, BridgeClock clock) : Grain, IAccountGrain
{
    private RequestBudget _budget = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _budget = new RequestBudget(settings.Helpdesks[this.GetPrimaryKeyString()].RequestsPerMinute);
        return Task.CompletedTask;
    }

    public Task<TimeSpan> BookAsync(RequestKind kind)
    {
        var now = clock.Now;
        return Task.FromResult(_budget.Book(kind, now) - now);
    }

    public Task ObserveAsync(LimitNotice notice)
    {
        _budget.Observe(notice, clock.Now);
        return Task.CompletedTask;
    }
}
