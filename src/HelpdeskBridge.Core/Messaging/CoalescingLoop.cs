namespace HelpdeskBridge.Messaging;

/// <summary>
/// Combines many wake-ups into one run of work. Wake-ups during a run start one more run. The loop is used inside a grain, which never runs two
/// calls at the same time, so its fields need no lock.
/// </summary>
internal sealed partial class CoalescingLoop(ILogger log)
{
    private bool _woken;
    private bool _running;

    /// <param name="work">Does one step, and returns whether there may be more to do.</param>
    /// <param name="stoppingToken">Ends the loop between two steps.</param>
    public async Task WakeAsync(Func<Task<bool>> work, CancellationToken stoppingToken)
    {
        _woken = true;
        if (_running)
            return;
        _running = true;
        try
        {
            while (_woken && !stoppingToken.IsCancellationRequested)
            {
                _woken = false;
                while (!stoppingToken.IsCancellationRequested && await work())
                {
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping. Everything is in the store, and the next start continues with it.
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
        [LoggerMessage(2005, LogLevel.Error, "A step of a queue or of a ticket sync failed; the next poll tries again")]
        public static partial void StepFailed(ILogger logger, Exception e);
    }
}
