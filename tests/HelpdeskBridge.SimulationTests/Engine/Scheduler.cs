namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>
/// Decides what happens next: the seed chooses one of the steps that can happen now, and when there is none, time passes until the next timer.
/// </summary>
internal sealed class Scheduler(VirtualTime time, History history, Random random)
{
    /// <summary>More than the service makes in a millisecond when it has work.</summary>
    private const int MaxStepsAtOnce = 20_000;

    private readonly List<Step> _ready = [];
    private long _lastMillisecond;
    private int _stepsAtOnce;

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>Called before each step.</summary>
    public Action? BeforeStep { get; set; }

    /// <summary>Waits until the scheduler chooses this step.</summary>
    /// <param name="life">After its end, the step never happens.</param>
    /// <param name="name">What happens.</param>
    public Task StepAsync(Life life, string name)
    {
        var chosen = new TaskCompletionSource();
        _ready.Add(new Step(life, name, chosen.SetResult));
        return chosen.Task;
    }

    /// <summary>Has something done when the scheduler chooses it.</summary>
    public void Add(Life life, string name, Action action) => _ready.Add(new Step(life, name, action));

    /// <returns>False: nothing can happen any more.</returns>
    public bool RunNext()
    {
        Steps++;
        BeforeStep?.Invoke();
        while (_ready.Count > 0)
        {
            var index = random.Next(_ready.Count);
            var step = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            if (step.Life.HasEnded)
                continue;
            history.Add(step.Name);
            FindBusyLoop(step.Name);
            step.Run();
            return true;
        }

        return time.FireNext();
    }

    private void FindBusyLoop(string name)
    {
        var now = time.Now.Ticks / TimeSpan.TicksPerMillisecond;
        _stepsAtOnce = now == _lastMillisecond ? _stepsAtOnce + 1 : 0;
        _lastMillisecond = now;
        if (_stepsAtOnce > MaxStepsAtOnce)
            throw new BusyLoopException(name);
    }

    private readonly record struct Step(Life Life, string Name, Action Run);
}
