namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>
/// Runs a simulation on a thread pool of one thread: all code, also that of libraries, then runs one piece after another, in an order that depends
/// on nothing but the inputs. A next step is made only when the pool has nothing left to do.
/// </summary>
internal sealed class OneThread(Scheduler scheduler) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _run;

    /// <summary>The processor count and the threads of the pool are fixed when the process starts.</summary>
    public static void Require()
    {
        if (Environment.ProcessorCount != 1 || !ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(1, 1))
            throw new InvalidOperationException("A simulation runs in a process of its own, which has one processor.");
    }

    /// <summary>Runs it to its end. The caller's thread is none of the pool's.</summary>
    public static void Run(Scheduler scheduler, Func<Task> simulation)
    {
        var thread = new OneThread(scheduler);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                thread._run = simulation();
                ThreadPool.UnsafeQueueUserWorkItem(thread, preferLocal: false);
            },
            null);
        thread._ended.Task.GetAwaiter().GetResult();
    }

    public void Execute()
    {
        try
        {
            if (ThreadPool.PendingWorkItemCount == 0)
            {
                if (_run!.IsCompleted)
                {
                    _run.GetAwaiter().GetResult();
                    _ended.SetResult();
                    return;
                }

                if (!scheduler.RunNext())
                    throw new InvalidOperationException("Nothing can happen any more, and the simulation has not ended.");
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        catch (Exception e)
        {
            _ended.TrySetException(e);
        }
    }
}
