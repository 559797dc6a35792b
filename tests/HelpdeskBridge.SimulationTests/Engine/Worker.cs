using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>
/// A process that makes simulations: with one processor, so that its thread pool has one thread. It writes each result as one line of JSON.
/// </summary>
internal static class Worker
{
    public const string Argument = "--worker";

    private const string ResultMark = "result ";

    /// <summary>The part of the process that was started as a worker.</summary>
    public static int Run(string[] args)
    {
        OneThread.Require();
        var plan = Plan.Parse(args);
        using var trace = Plan.Get(args, "--trace") is { } path ? new StreamWriter(path) : null;
        for (var seed = plan.Seed; seed < plan.Seed + Plan.GetNumber(args, "--runs", 1); seed++)
        {
            var (start, before) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var result = SimulationRun.Run(plan with { Seed = seed }, trace) with
            {
                Took = TimeProvider.System.GetElapsedTime(start),
                ProcessorTime = Environment.CpuUsage.TotalTime - before,
            };
            Console.WriteLine(ResultMark + JsonSerializer.Serialize(result));
        }

        return 0;
    }

    /// <summary>Starts a worker for one or more seeds.</summary>
    /// <param name="plan">The plan of the first run.</param>
    /// <param name="runs">How many seeds, one after another.</param>
    /// <param name="onResult">Gets each result. When it returns false, the worker ends.</param>
    public static async Task RunAsync(Plan plan, int runs, Func<RunResult, bool> onResult)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Worker).Assembly.Location);
        foreach (var argument in (string[])[Argument, .. plan.Arguments.Split(' '), "--runs", runs.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";

        // Code is compiled for good as soon as it is used often. The other way round takes half a minute on one processor.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        start.Environment["DOTNET_TC_BackgroundWorkerTimeoutMs"] = "0";

        // Most memory is used for a moment only, so it is collected rarely, and by the same thread.
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "0x4000000";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var results = 0;
        var goesOn = true;
        while (goesOn && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(ResultMark, StringComparison.Ordinal))
                continue;
            results++;
            goesOn = onResult(JsonSerializer.Deserialize<RunResult>(line[ResultMark.Length..])!);
        }

        if (!goesOn)
            process.Kill();
        await process.WaitForExitAsync();
        if (goesOn && results != runs)
            throw new InvalidOperationException($"The simulation ended after {results} of {runs} runs ({plan.Command}): {await errors}");
    }

    public static async Task<RunResult> RunAsync(Plan plan)
    {
        RunResult? result = null;
        await RunAsync(plan, runs: 1, found =>
        {
            result = found;
            return true;
        });
        return result!;
    }
}
