using HelpdeskBridge.MutationTests.Mutants;
using HelpdeskBridge.MutationTests.Runs;
using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.MutationTests;

/// <summary>Runs the tests against each mutant and reports which of them no test notices.</summary>
internal static class MutationRun
{
    /// <returns>0: every mutant is killed or explained.</returns>
    public static async Task<int> PrintAsync(Plan plan)
    {
        Console.WriteLine("building the mutants …");
        using var service = await MutatedService.BuildAsync(RepositoryFolder.Root, Targets.Files);
        Mutant[] mutants =
        [
            .. service.Mutants.Where(mutant => (plan.Mutant is null || mutant.Number == plan.Mutant)
                && mutant.File.Contains(plan.Files ?? "", StringComparison.Ordinal)),
        ];
        using var worker = new WorkerProcess(service.Program);
        var tables = await Coverage.MeasureAsync(worker, Targets.Tables);
        Console.WriteLine($"{mutants.Length} mutants");

        var results = new List<(Mutant Mutant, string? KilledBy)>();
        foreach (var mutant in mutants)
            results.Add((mutant, await FindKillerAsync(worker, mutant, tables)));
        return Report.Print(results, isDetailed: plan.Mutant is not null) ? 0 : 1;
    }

    private static async Task<string?> FindKillerAsync(WorkerProcess worker, Mutant mutant, Coverage tests) =>
        tests.GetClasses(mutant.Member) is [_, ..] classes ? (await worker.RunAsync(mutant.Number, classes)).Failure : null;
}
