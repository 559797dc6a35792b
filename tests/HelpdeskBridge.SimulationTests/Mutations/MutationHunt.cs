using System.Globalization;
using HelpdeskBridge.SimulationTests.Engine;

namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>Looks for a planted fault with one seed after another.</summary>
internal static class MutationHunt
{
    private const int MaxRuns = 40;

    /// <summary>Small runs with many incidents.</summary>
    private static readonly Plan First = new(Seed: 1, Clients: 8, Days: 1, Incidents: 50);

    /// <returns>The first run that fails; null: none does.</returns>
    public static async Task<RunResult?> FindAsync(Mutation mutation, int maxRuns = MaxRuns)
    {
        RunResult? found = null;
        await Worker.RunAsync(First with { Mutation = mutation.Name }, maxRuns, result =>
        {
            found = result.Breaches.Count > 0 ? result : null;
            return found is null;
        });
        return found;
    }

    /// <returns>The exit code: 1 if a fault was not found.</returns>
    public static async Task<int> RunAllAsync()
    {
        var missed = 0;
        foreach (var mutation in AllMutations.List)
        {
            var start = TimeProvider.System.GetTimestamp();
            var found = await FindAsync(mutation);
            var took = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            missed += found is null ? 1 : 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{mutation.Name}: {(found is null ? "NOT FOUND" : $"found with seed {found.Seed}")} after {took:0} s. {found?.Breaches[0]}"));
        }

        return missed == 0 ? 0 : 1;
    }
}
