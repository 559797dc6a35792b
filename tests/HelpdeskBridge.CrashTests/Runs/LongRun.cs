namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The run from the command line.</summary>
internal static class LongRun
{
    public static async Task<int> PrintAsync(CrashPlan plan)
    {
        var result = await CrashRun.RunAsync(plan, Console.Error.WriteLine);
        Console.WriteLine(result.Tale);
        Console.WriteLine(result.Figures);
        return result.Breaches.Count == 0 ? 0 : 1;
    }
}
