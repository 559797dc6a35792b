using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.CrashTests.Soak;

namespace HelpdeskBridge.CrashTests;

/// <summary>
/// The entry of the test program. <c>dotnet run --project tests/HelpdeskBridge.CrashTests -- --kills 200 --messages 20000 --seed 7</c>
/// makes one random run and prints its statistics; <c>-- --soak 120 --seed 7 --out FOLDER</c> soaks the service for two hours. All other arguments
/// are for xunit.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (SoakPlan.TryParse(args, out var soak))
            return await SoakCommand.RunAsync(soak);
        if (RandomRunPlan.TryParse(args, out var plan))
            return await RandomRunCommand.RunAsync(plan);
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
