namespace HelpdeskBridge.Messaging;

/// <summary>
/// Makes many wake-ups one run of work: a wake-up during a run makes it start over once. It is used inside a grain, whose turns never run at
/// the same time, so plain fields do.
/// </summary>
internal sealed partial class CoalescingLoop(ILogger log)
{
    private bool _woken;
    private bool _running;

    /// <param name="work">Does one step and tells whether there may be another.</param>
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
            // The process stops. Everything is in the store, and the next start goes on with it.
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
