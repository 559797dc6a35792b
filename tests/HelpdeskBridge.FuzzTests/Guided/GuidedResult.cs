using System.Globalization;
using System.Text.Json;

namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>What a guided run of one target has seen.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Inputs">How many inputs.</param>
/// <param name="BranchesAtFirst">The branches that the samples and the kept inputs take.</param>
/// <param name="Branches">The branches that were taken in the end.</param>
/// <param name="Kept">How many inputs are kept.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record GuidedResult(
    string Target, int Inputs, int BranchesAtFirst, int Branches, int Kept, IReadOnlyList<Finding> Findings)
{
    private const string Begin = "result ";

    public string ToLine() => Begin + JsonSerializer.Serialize(this);

    public static GuidedResult Read(string output) =>
        JsonSerializer.Deserialize<GuidedResult>(output.Split('\n').Last(line => line.StartsWith(Begin, StringComparison.Ordinal))[Begin.Length..])!;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Target,-18} {Inputs,12:N0} inputs {BranchesAtFirst,7:N0} to {Branches,7:N0} branches {Kept,5} kept {Findings.Count,3} findings");
}
