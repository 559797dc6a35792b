using System.Globalization;

namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>What a guided run does.</summary>
/// <param name="Inputs">How many inputs in all.</param>
/// <param name="Seed">Makes the same run again.</param>
/// <param name="Corpus">The folder of the kept inputs. What is found is added there.</param>
/// <param name="Target">Only this target; null: all.</param>
/// <param name="IsWorker">Whether this process runs the instrumented code itself.</param>
internal sealed record GuidedPlan(int Inputs, int Seed, string Corpus, string? Target = null, bool IsWorker = false)
{
    private const string Guided = "--guided";
    private const string Worker = "--guided-worker";

    public IEnumerable<ParserTarget> Targets => ParserTargets.All.Where(target => Target is null || target.Name == Target);

    /// <summary>The arguments of a process that runs one target.</summary>
    public IReadOnlyList<string> CreateArguments(ParserTarget target, int inputs) =>
    [
        Worker, inputs.ToString(CultureInfo.InvariantCulture), "--seed", Seed.ToString(CultureInfo.InvariantCulture), "--corpus", Corpus,
        "--target", target.Name,
    ];

    /// <returns>False when the arguments ask for no guided run.</returns>
    public static bool TryParse(string[] args, out GuidedPlan plan)
    {
        if (args is not [Guided or Worker, var inputs, .. var rest])
        {
            plan = new GuidedPlan(0, 0, "");
            return false;
        }

        var given = rest.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        plan = new GuidedPlan(
            int.Parse(inputs, CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture),
            Path.GetFullPath(given.GetValueOrDefault("--corpus", KeptCorpus.Folder)),
            given.GetValueOrDefault("--target"),
            args[0] == Worker);
        return true;
    }
}
