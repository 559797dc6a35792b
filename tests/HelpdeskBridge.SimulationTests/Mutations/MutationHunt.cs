using System.Globalization;
using HelpdeskBridge.SimulationTests.Engine;

namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>Looks for a planted fault with one seed after another.</summary>
internal static class MutationHunt
{
    private const int MaxRuns = 30;

    /// <summary>Small runs with many incidents.</summary>
    private static readonly Plan First = new(Seed: 1, Clients: 8, Days: 1, Incidents: 70);

    /// <summary>Two processes look for it, each with seeds of its own.</summary>
    /// <returns>The first run that fails; null: none does.</returns>
    public static async Task<RunResult?> FindAsync(Mutation mutation)
    {
        RunResult? found = null;
        await Task.WhenAll(HuntAsync(First), HuntAsync(First with { Seed = First.Seed + MaxRuns }));
        return found;

        Task HuntAsync(Plan first) => Worker.RunAsync(first with { Mutation = mutation.Name }, MaxRuns, result =>
        {
            if (result.Breaches.Count > 0 && !result.LacksFault)
                Interlocked.CompareExchange(ref found, result, null);
            return Volatile.Read(ref found) is null;
        });
    }

    /// <summary>What fails with the same seed without any fault: if anything does, the run did not show the fault.</summary>
    public static async Task<IReadOnlyList<string>> FindBreachesWithoutFaultAsync(RunResult found) =>
        (await Worker.RunAsync(First with { Seed = found.Seed })).Breaches;

    /// <param name="name">Only this one; null: all.</param>
    /// <returns>The exit code: 1 if a fault was not found.</returns>
    public static async Task<int> RunAllAsync(string? name)
    {
        var missed = 0;
        foreach (var mutation in AllMutations.List.Where(mutation => name is null || mutation.Name == name))
        {
            var start = TimeProvider.System.GetTimestamp();
            var found = await FindAsync(mutation);
            var took = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            if (found is not null && await FindBreachesWithoutFaultAsync(found) is [var other, ..])
            {
                Console.WriteLine($"Seed {found.Seed} fails without a fault too: {other}");
                found = null;
            }

            missed += found is null ? 1 : 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{mutation.Name}: {(found is null ? "NOT FOUND" : $"found with seed {found.Seed}")} after {took:0} s. {found?.Breaches[0]}"));
        }

        return missed == 0 ? 0 : 1;
    }
}
