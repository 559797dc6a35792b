namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Waits for conditions in real time: the service is another process, so its clock can't be moved.</summary>
internal static class Poll
{
    /// <summary>For one step of a test. Only a failing test takes this long.</summary>
    public static readonly TimeSpan StepTimeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <returns>False when the timeout came first.</returns>
    public static Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout) => UntilAsync(() => Task.FromResult(condition()), timeout);

    /// <returns>False when the timeout came first.</returns>
    public static async Task<bool> UntilAsync(Func<Task<bool>> condition, TimeSpan timeout)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > timeout)
                return false;
            await Task.Delay(Interval, TimeProvider.System);
        }

        return true;
    }
}
