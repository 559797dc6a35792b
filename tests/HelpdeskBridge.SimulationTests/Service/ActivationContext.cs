using System.Runtime.CompilerServices;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>What a grain knows of itself: its key.</summary>
internal sealed class ActivationContext(GrainId id) : IGrainContext
{
    /// <summary>Orleans sets it when it creates a grain.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_GrainContext")]
    public static extern void Set(Grain grain, IGrainContext context);

    public GrainId GrainId => id;

    public IServiceProvider ActivationServices => throw new NotSupportedException();

    public GrainReference GrainReference => throw new NotSupportedException();

    public object GrainInstance => throw new NotSupportedException();

    public ActivationId ActivationId => throw new NotSupportedException();

    public GrainAddress Address => throw new NotSupportedException();

    public IGrainLifecycle ObservableLifecycle => throw new NotSupportedException();

    public IWorkItemScheduler Scheduler => throw new NotSupportedException();

    public Task Deactivated => throw new NotSupportedException();

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class => throw new NotSupportedException();

    public object? GetTarget() => throw new NotSupportedException();

    public object? GetComponent(Type componentType) => throw new NotSupportedException();

    public void ReceiveMessage(object message) => throw new NotSupportedException();

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);
}
