using HelpdeskBridge.SimulationTests.Engine;

namespace HelpdeskBridge.SimulationTests;

/// <summary>
/// Makes a failing run smaller: leaves out clients and incidents as long as it still fails (delta debugging). What is left wants to do the same as
/// before, but delays and interleavings change.
/// </summary>
internal static class Shrinker
{
    /// <param name="failing">A plan that fails.</param>
    /// <param name="maxRuns">So many runs at most.</param>
    /// <param name="onProgress">Gets each smaller plan that still fails.</param>
    /// <returns>The smallest plan found, and its result.</returns>
    public static async Task<(Plan Plan, RunResult Result)> ShrinkAsync(Plan failing, int maxRuns = 60, Action<Plan>? onProgress = null)
    {
        var (plan, result) = (failing, await Worker.RunAsync(failing));
        List<string> parts = [.. plan.Parts];
        for (var size = Math.Max(1, parts.Count / 2); maxRuns > 0;)
        {
            var hasShrunk = false;
            for (var first = 0; first < parts.Count && maxRuns > 0; maxRuns--)
            {
                var smaller = plan with { Only = [.. parts.Take(first), .. parts.Skip(first + size)] };
                var tried = await Worker.RunAsync(smaller);
                if (tried.Breaches.Count == 0 || tried.LacksFault)
                {
                    first += size;
                    continue;
                }

                (plan, result, parts, hasShrunk) = (smaller, tried, [.. smaller.Only!], true);
                onProgress?.Invoke(plan);
            }

            if (size == 1 && !hasShrunk)
                break;
            size = Math.Max(1, size / 2);
        }

        return (plan, result);
    }
}
