using System.Globalization;

namespace HelpdeskBridge.FuzzTests;

/// <summary>What a run does.</summary>
/// <param name="Inputs">How many inputs in all.</param>
/// <param name="Seed">Makes the same run again.</param>
/// <param name="Target">Only this target; null: all.</param>
/// <param name="Index">Only this input of it.</param>
internal sealed record FuzzPlan(int Inputs, int Seed, string? Target = null, int? Index = null)
{
    public static bool TryParse(string[] args, out FuzzPlan plan)
    {
        var given = args.Chunk(2).Where(pair => pair.Length == 2 && pair[0].StartsWith("--", StringComparison.Ordinal))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        plan = new FuzzPlan(
            int.Parse(given.GetValueOrDefault("--inputs", "100000"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture),
            given.GetValueOrDefault("--target"),
            given.TryGetValue("--index", out var index) ? int.Parse(index, CultureInfo.InvariantCulture) : null);
        return given.ContainsKey("--inputs") || given.ContainsKey("--target");
    }
}
