using HelpdeskBridge.MutationTests.Runs;

namespace HelpdeskBridge.MutationTests;

/// <summary>
/// The entry of the test program. <c>dotnet run -c Release --project tests/HelpdeskBridge.MutationTests</c> runs all mutants of the pure rules;
/// <c>-- --file TicketRules</c> those of some files, and <c>-- --mutant 17</c> one of them. Arguments of other kinds are left to xunit.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is [Worker.Argument])
            return await Worker.RunAsync();
        if (Plan.Parse(args) is { } plan)
            return await MutationRun.PrintAsync(plan);
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
