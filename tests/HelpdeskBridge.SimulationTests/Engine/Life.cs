namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>
/// The life of a simulated process. When it has ended, nothing that the process waits for happens any more, so that its code simply never goes on:
/// what it held in memory is gone, as after kill -9.
/// </summary>
internal sealed class Life
{
    private readonly TaskCompletionSource _end = new();

    /// <summary>The life of what never ends: clients, agents, the outside systems.</summary>
    public static readonly Life Endless = new();

    public bool HasEnded => _end.Task.IsCompleted;

    /// <summary>Completes with the end. Only others than the process itself may wait for it.</summary>
    public Task Ended => _end.Task;

    public void End() => _end.TrySetResult();
}
