using HelpdeskBridge.Time;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// What the processes of a cluster know together about all endpoints. There is one such grain, with the key 0. A cluster of one does not use it.
/// </summary>
[Alias("endpoint-health")]
internal interface IEndpointHealthGrain : IGrainWithIntegerKey
{
    /// <summary>Reports what happened in one process. If it changes something, all processes are told.</summary>
    [Alias("report")]
    Task<EndpointChange> ReportAsync(EndpointReport report);

    /// <summary>Asks to be told of changes for some time.</summary>
    /// <param name="observer">Who is told.</param>
    /// <param name="known">What the process knows. It helps a grain that has just begun, because the process where it was has ended.</param>
    /// <returns>What is known.</returns>
    [Alias("subscribe")]
    Task<IReadOnlyList<EndpointSnapshot>> SubscribeAsync(IEndpointObserver observer, IReadOnlyList<EndpointSnapshot> known);
}

/// <summary>A process that is told what the others found out about endpoints.</summary>
[Alias("endpoint-observer")]
internal interface IEndpointObserver : IGrainObserver
{
    [OneWay]
    [Alias("on-changed")]
    Task OnChangedAsync(EndpointChange change);
}

/// <summary>It holds nothing that may be lost: each process has a copy.</summary>
[KeepAlive]
[GrainType("endpoint-health")]
internal sealed class EndpointHealthGrain(RetryPolicy retryPolicy, BridgeClock clock, ILogger<EndpointHealthGrain> log) : Grain, IEndpointHealthGrain
{
    /// <summary>A process that is not heard of for so long is not told any more.</summary>
    private static readonly TimeSpan SubscriptionLifetime = 6 * EndpointSubscription.Interval;

    private readonly EndpointStates _states = new(retryPolicy, clock);
    private readonly ObserverManager<IEndpointObserver> _observers = new(SubscriptionLifetime, log);

    public async Task<EndpointChange> ReportAsync(EndpointReport report)
    {
        var change = _states.Apply(report);
        if (!ReferenceEquals(change.Before, change.After.State))
            await _observers.Notify(observer => observer.OnChangedAsync(change));
        return change;
    }

    public Task<IReadOnlyList<EndpointSnapshot>> SubscribeAsync(IEndpointObserver observer, IReadOnlyList<EndpointSnapshot> known)
    {
        _observers.Subscribe(observer, observer);
        _states.AddUnknown(known);
        return Task.FromResult(_states.List());
    }
}
