namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Real time: processes are started and killed here, so no clock can be moved.</summary>
internal static class Wait
{
    public static Task ForAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <returns>Whether it became so in time.</returns>
    public static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
                return false;
            await ForAsync(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }
}
