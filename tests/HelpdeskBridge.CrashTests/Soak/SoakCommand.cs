namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>The soak from the command line.</summary>
internal static class SoakCommand
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SoakPlan plan)
    {
        var result = await SoakRun.RunAsync(plan, Console.Error.WriteLine);
        if (plan.ResultFolder is { } folder)
            await result.WriteAsync(folder);
        Console.WriteLine(result);
        return result.Breaches.Count == 0 ? 0 : 1;
    }
}
