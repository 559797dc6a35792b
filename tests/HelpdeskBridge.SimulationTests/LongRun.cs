using System.Globalization;
using HelpdeskBridge.SimulationTests.Engine;

namespace HelpdeskBridge.SimulationTests;

/// <summary>Many seeds, in as many processes as there are processors, and what came out of all of them.</summary>
internal static class LongRun
{
    /// <summary>What a killed service held in memory is not freed completely, so a process does not make all runs.</summary>
    private const int MaxRunsPerProcess = 20;

    /// <returns>The exit code: 1 if a run failed.</returns>
    public static async Task<int> RunAsync(Plan first, int runs, int processes)
    {
        var start = TimeProvider.System.GetTimestamp();
        var results = new List<RunResult>();
        var chunk = Math.Min(MaxRunsPerProcess, (runs + processes - 1) / processes);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => RunChunksAsync()));
        Console.WriteLine(Summarize(results, TimeProvider.System.GetElapsedTime(start)));
        if (results.Find(result => result.Breaches.Count > 0) is not { } failed)
            return 0;
        return await ReportAsync(first with { Seed = failed.Seed });

        async Task RunChunksAsync()
        {
            while (true)
            {
                int begin;
                lock (results)
                    (begin, next) = (next, Math.Min(runs, next + chunk));
                if (begin == runs)
                    return;
                await Worker.RunAsync(first with { Seed = first.Seed + begin }, Math.Min(chunk, runs - begin), Take);
            }
        }

        bool Take(RunResult result)
        {
            lock (results)
                results.Add(result);
            Console.WriteLine(result);
            return true;
        }
    }

    private static string Summarize(List<RunResult> results, TimeSpan took)
    {
        var days = results.Sum(result => result.ConversationDays);
        var processor = results.Sum(result => result.ProcessorTime.TotalMinutes);
        return string.Join('\n', (IEnumerable<string>)
        [
            Line("runs", $"{results.Count}, {took:hh\\:mm\\:ss}"),
            Line("conversation-days", $"{days}: {days / took.TotalMinutes:0} a minute, {days / processor:0} a minute of a processor"),
            Line("messages", $"{results.Sum(result => result.Messages)}"),
            Line("kill -9", $"{results.Sum(result => result.Crashes)}"),
            Line("faults", $"{results.Sum(result => result.Faults)}"),
            Line("dead letters", $"{results.Sum(result => result.DeadLetters)}"),
            Line("steps", $"{results.Sum(result => result.Steps)}"),
            Line("failed runs", $"{results.Count(result => result.Breaches.Count > 0)}"),
        ]);

        static string Line(string name, FormattableString value) => $"{name,-20}{value.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Shrinks a failing run and reports what is left of it.</summary>
    public static async Task<int> ReportAsync(Plan failing)
    {
        var (plan, result) = await Shrinker.ShrinkAsync(failing, onProgress: smaller => Console.WriteLine($"still fails: {smaller.Arguments}"));
        Console.WriteLine(result.Report);
        Console.WriteLine($"The smallest run that fails: {plan.Command}");
        return 1;
    }
}
