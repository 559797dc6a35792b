using HelpdeskBridge.FuzzTests.Guided;

namespace HelpdeskBridge.FuzzTests;

/// <summary>
/// The entry of the test program. <c>dotnet run --project tests/HelpdeskBridge.FuzzTests -- --inputs 1000000 --seed 7</c> makes one long run and
/// prints what it saw; with <c>--target html --index 123</c> it makes one input again. <c>--guided 1000000 --seed 7</c> lets the branches that
/// inputs take guide the next ones. <c>--worst</c> measures the worst inputs of every call. Anything else is left to xunit.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (GuidedPlan.TryParse(args, out var guided))
            return await GuidedRun.PrintAsync(guided);
        if (FuzzPlan.TryParse(args, out var plan))
            return await FuzzRun.PrintAsync(plan);
        if (args is ["--worst", ..])
            return await WorstInputs.WorstRun.PrintAsync(args.ElementAtOrDefault(1));
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
