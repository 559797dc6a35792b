namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The random run from the command line.</summary>
internal static class RandomRunCommand
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RandomRunPlan plan)
    {
        var result = await RandomRun.RunAsync(plan, Console.Error.WriteLine);
        Console.WriteLine(result.Report);
        Console.WriteLine(result.Statistics);
        return result.Outcome.Breaches.Count == 0 ? 0 : 1;
    }
}
