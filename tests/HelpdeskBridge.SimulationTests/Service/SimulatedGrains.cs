using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.Zendesk.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>
/// The grains of one process, without Orleans' scheduler: all code runs on one thread anyway. A wake-up arrives when the scheduler chooses it, or
/// is lost, or comes twice; an idle grain may be gone when it comes, so that a new one begins.
/// </summary>
internal sealed class SimulatedGrains(IServiceProvider services, IGrainFaults faults, Scheduler scheduler, Life life) : IGrainFactory
{
    private readonly Dictionary<(Type Type, string Key), (Grain Grain, Task LastCall)> _active = [];

    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithStringKey =>
        typeof(T) == typeof(IAccountGrain) ? (T)(object)GetAccount(primaryKey)
        : typeof(T) == typeof(IOutboundQueueGrain) ? (T)(object)CreateReference<OutboundQueueGrain>(primaryKey, grain => grain.WakeAsync())
        : typeof(T) == typeof(ITicketSyncGrain) ? (T)(object)CreateReference<TicketSyncGrain>(primaryKey, grain => grain.WakeAsync())
        : typeof(T) == typeof(IReconcileSweepGrain) ? (T)(object)CreateReference<ReconcileSweepGrain>(primaryKey, grain => grain.WakeAsync())
        : throw new NotSupportedException($"{typeof(T)} is not simulated.");

    private WakeReference CreateReference<T>(string key, Func<T, Task> wakeAsync)
        where T : Grain => new(() =>
    {
        for (var copies = faults.ChooseWakeUps(); copies > 0; copies--)
            scheduler.Add(life, $"wake {typeof(T).Name} {key}", () => Wake(key, wakeAsync));
    });

    private void Wake<T>(string key, Func<T, Task> wakeAsync)
        where T : Grain
    {
        var (grain, lastCall) = _active.GetValueOrDefault((typeof(T), key));
        if (grain is null || (lastCall.IsCompleted && faults.HasLeft()))
            grain = Activate<T>(key);
        var call = wakeAsync((T)grain);

        // A call during another one returns at once, and the other goes on.
        _active[(typeof(T), key)] = (grain, lastCall is { IsCompleted: false } ? lastCall : call);
    }

    private AccountGrain GetAccount(string key)
    {
        if (_active.TryGetValue((typeof(AccountGrain), key), out var active))
            return (AccountGrain)active.Grain;
        var grain = Activate<AccountGrain>(key);
        grain.OnActivateAsync(CancellationToken.None).GetAwaiter().GetResult();
        _active[(typeof(AccountGrain), key)] = (grain, Task.CompletedTask);
        return grain;
    }

    private T Activate<T>(string key)
        where T : Grain
    {
        var grain = ActivatorUtilities.CreateInstance<T>(services);
        ActivationContext.Set(grain, new ActivationContext(GrainId.Create(typeof(T).Name, key)));
        return grain;
    }

    public T GetGrain<T>(Guid primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithGuidKey => throw new NotSupportedException();

    public T GetGrain<T>(long primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerKey => throw new NotSupportedException();

    public T GetGrain<T>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where T : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public T GetGrain<T>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public T CreateObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public T GetGrain<T>(GrainId grainId)
        where T : IAddressable => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();
}

/// <summary>A reference to a grain that is only woken. The caller does not wait for it.</summary>
internal sealed class WakeReference(Action wake) : IOutboundQueueGrain, ITicketSyncGrain, IReconcileSweepGrain
{
    public Task WakeAsync()
    {
        wake();
        return Task.CompletedTask;
    }
}
