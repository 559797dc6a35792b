using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>
/// The entry of the test program. <c>dotnet run --project tests/HelpdeskBridge.CrashTests -- --kills 200 --messages 20000 --seed 7</c>
/// makes one random run and prints its statistics. All other arguments are for xunit.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (RandomRunPlan.TryParse(args, out var plan))
            return await RandomRunCommand.RunAsync(plan);
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
