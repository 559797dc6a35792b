using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.SimulationTests.Mutations;

namespace HelpdeskBridge.SimulationTests;

/// <summary>
/// The entry of the test program. <c>dotnet run -c Release --project tests/HelpdeskBridge.SimulationTests -- --seed 1 --runs 100 --processes 2</c>
/// runs 100 seeds; <c>--mutations</c> plants each fault. All other arguments are for xunit.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is [Worker.Argument, ..])
            return Worker.Run(args);
        if (args.Contains("--mutations"))
            return await MutationHunt.RunAllAsync(Plan.Get(args, "--mutations"));
        if (args.Contains("--seed"))
            return await LongRun.RunAsync(Plan.Parse(args), Plan.GetNumber(args, "--runs", 1), Plan.GetNumber(args, "--processes", 1));
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
