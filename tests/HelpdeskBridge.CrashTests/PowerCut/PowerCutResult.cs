using System.Globalization;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>What was tried, and what was found.</summary>
/// <param name="Moments">How often the power was cut.</param>
/// <param name="Disks">How many disks were rebuilt.</param>
/// <param name="DifferentDisks">How many of them differ.</param>
/// <param name="Starts">On how many of them the service was started.</param>
/// <param name="Failures">What is wrong.</param>
internal sealed record PowerCutResult(int Moments, int Disks, int DifferentDisks, int Starts, IReadOnlyList<string> Failures)
{
    private const int MaxShown = 20;

    public void ShouldBeFine(PowerCutPlan plan)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(ToString());
        if (Failures.Count > 0)
            Assert.Fail($"{Failures.Count} failure(s) with {plan}:\n{string.Join('\n', Failures.Take(MaxShown))}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Moments} power cuts, {Disks} disks ({DifferentDisks} different ones), {Starts} starts of the service, {Failures.Count} failures");
}
