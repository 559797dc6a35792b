using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace HelpdeskBridge.FuzzTests;

/// <summary>An input that broke something.</summary>
internal sealed record Finding(string Target, int Index, string What, byte[] Input)
{
    public override string ToString() =>
        $"{Target} #{Index.ToString(CultureInfo.InvariantCulture)}: {What}\n  {Convert.ToBase64String(Input.Length > 600 ? Input[..600] : Input)}";
}

/// <summary>What was seen of a target.</summary>
internal sealed record Seen(string Target, int Inputs, double Seconds, IReadOnlyList<Finding> Findings);

/// <summary>Feeds the targets: the parsers with most of the inputs, the running service with a tenth of them.</summary>
internal static class FuzzRun
{
    private const int MaxFindings = 20;

    public static async Task<int> PrintAsync(FuzzPlan plan)
    {
        var all = new List<Seen>();
        foreach (var seen in Parsers(plan))
            Print(all, seen);
        if (plan.Target is null or "service" && plan.Index is null)
            Print(all, await ServiceTarget.RunAsync(plan.Inputs / 10, plan.Seed));
        if (plan.Target is null or "helpdesk answers" && plan.Index is null)
            Print(all, await AnswersTarget.RunAsync(Math.Max(1, plan.Inputs / 2000), plan.Seed));
        var (inputs, findings) = (all.Sum(seen => (long)seen.Inputs), all.Sum(seen => seen.Findings.Count));
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{inputs:N0} inputs, {findings} findings, seed {plan.Seed}, peak {peak} MB"));
        return findings == 0 ? 0 : 1;
    }

    /// <summary>One target after the other, each on all processors.</summary>
    public static IEnumerable<Seen> Parsers(FuzzPlan plan)
    {
        var targets = ParserTargets.All.Where(target => plan.Target is null || target.Name == plan.Target).ToList();
        foreach (var target in targets)
        {
            var (findings, start) = (new ConcurrentQueue<Finding>(), Stopwatch.GetTimestamp());
            var inputs = plan.Index is not null ? 1 : plan.Inputs / targets.Count;
            Parallel.For(0, inputs, (i, state) =>
            {
                var index = plan.Index ?? i;
                if (TryInput(target, plan.Seed, index) is { } finding)
                    findings.Enqueue(finding);
                if (findings.Count >= MaxFindings)
                    state.Stop();
            });
            yield return new Seen(target.Name, inputs, Stopwatch.GetElapsedTime(start).TotalSeconds, [.. findings]);
        }
    }

    private static Finding? TryInput(ParserTarget target, int seed, int index)
    {
        var mutator = new Mutator(seed, index);
        return target.Find(mutator.Mutate(target.Samples), index, mutator);
    }

    private static void Print(List<Seen> all, Seen seen)
    {
        all.Add(seen);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{seen.Target,-18} {seen.Inputs,10:N0} inputs {seen.Findings.Count,4} findings {seen.Seconds,8:0.0} s"));
        foreach (var finding in seen.Findings)
            Console.WriteLine($"  {finding}");
    }
}
