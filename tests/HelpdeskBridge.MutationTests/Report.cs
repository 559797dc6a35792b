using HelpdeskBridge.MutationTests.Mutants;

namespace HelpdeskBridge.MutationTests;

/// <summary>What became of the mutants.</summary>
internal static class Report
{
    /// <returns>Whether every mutant is killed or explained.</returns>
    public static bool Print(IReadOnlyList<(Mutant Mutant, string? KilledBy)> results, bool isDetailed)
    {
        if (isDetailed)
        {
            foreach (var (mutant, killedBy) in results)
                Console.WriteLine($"{mutant}\n  {killedBy ?? "no test fails"}");
        }

        Console.WriteLine($"{"file",-36}{"mutants",9}{"killed",9}{"explained",11}{"survived",10}{"score",8}");
        foreach (var file in results.GroupBy(result => Path.GetFileName(result.Mutant.File)))
            PrintLine(file.Key, [.. file]);
        PrintLine("all", results);

        var left = results.Where(result => result.KilledBy is null)
            .Select(result => (result.Mutant, Reason: Equivalents.Find(result.Mutant))).ToList();
        foreach (var (mutant, reason) in left.OrderBy(result => result.Reason is null ? 0 : 1))
            Console.WriteLine($"{(reason is null ? "SURVIVED" : "explained")} #{mutant.Number} {mutant}{(reason is null ? "" : $"\n    {reason}")}");
        foreach (var (mutant, killedBy) in results.Where(result => result.KilledBy?.StartsWith('(') == true))
            Console.WriteLine($"killed {killedBy} #{mutant.Number} {mutant}");
        return left.All(result => result.Reason is not null);
    }

    private static void PrintLine(string name, IReadOnlyList<(Mutant Mutant, string? KilledBy)> results)
    {
        var killed = results.Count(result => result.KilledBy is not null);
        var explained = results.Count(result => result.KilledBy is null && Equivalents.Find(result.Mutant) is not null);
        var survived = results.Count - killed - explained;
        Console.WriteLine($"{name,-36}{results.Count,9}{killed,9}{explained,11}{survived,10}{Score(killed, results.Count),8}");
    }

    private static string Score(int killed, int all) => all == 0 ? "" : string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{100.0 * killed / all:0.0} %");
}
