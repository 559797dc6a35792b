using System.Globalization;

namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>Fuzzing that is guided by coverage: each target in a process of its own, as many at a time as there are processors.</summary>
internal static class GuidedRun
{
    public static async Task<int> PrintAsync(GuidedPlan plan)
    {
        if (plan.IsWorker)
        {
            Console.WriteLine(GuidedWorker.Run(plan).ToLine());
            return 0;
        }

        var results = await RunAsync(
            plan, result => Console.WriteLine(string.Join("\n  ", [result.ToString(), .. result.Findings.Select(Describe)])));
        var findings = results.Sum(result => result.Findings.Count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{results.Sum(result => (long)result.Inputs):N0} inputs, {findings} findings, seed {plan.Seed}"));
        return findings == 0 ? 0 : 1;
    }

    /// <param name="plan">What to do.</param>
    /// <param name="report">Gets each target that is done.</param>
    public static async Task<IReadOnlyList<GuidedResult>> RunAsync(GuidedPlan plan, Action<GuidedResult> report)
    {
        var targets = plan.Targets.ToList();
        var results = new List<GuidedResult>();
        using var copy = new InstrumentedCopy();
        await Parallel.ForEachAsync(
            targets,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (target, _) =>
            {
                var result = GuidedResult.Read(await copy.RunAsync(plan.CreateArguments(target, plan.Inputs / targets.Count)));
                lock (results)
                {
                    results.Add(result);
                    report(result);
                }
            });
        return results;
    }

    /// <summary>With the whole input, because it can't be made again from its number alone.</summary>
    private static string Describe(Finding finding) =>
        string.Create(CultureInfo.InvariantCulture, $"#{finding.Index}: {finding.What}\n    {Convert.ToBase64String(finding.Input)}");
}
