namespace HelpdeskBridge.Delivery;

/// <summary>
/// Lets many rings collapse into one run of work: a ring during a run makes it go round once more. Used inside a grain, whose
/// turns never run at the same time, so plain fields do.
/// </summary>
internal sealed partial class RingLoop(ILogger log)
{
    private bool _rung;
    private bool _running;

    /// <param name="work">Does one step; true when there may be another.</param>
    /// <param name="stopping">Ends the loop between steps.</param>
    public async Task RingAsync(Func<Task<bool>> work, CancellationToken stopping)
    {
        _rung = true;
        if (_running)
            return;
        _running = true;
        try
        {
            while (_rung && !stopping.IsCancellationRequested)
            {
                _rung = false;
                while (!stopping.IsCancellationRequested && await work())
                {
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops: everything is in the store, and the next start goes on with it.
        }
        catch (Exception e)
        {
            Log.StepFailed(log, e);
        }
        finally
        {
            _running = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2005, LogLevel.Error, "A step of delivery failed; the next sweep tries again")]
        public static partial void StepFailed(ILogger logger, Exception e);
    }
}
