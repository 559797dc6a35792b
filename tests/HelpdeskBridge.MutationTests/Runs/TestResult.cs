namespace HelpdeskBridge.MutationTests.Runs;

/// <summary>What came of running tests.</summary>
/// <param name="Failure">The first failure; null: all passed.</param>
/// <param name="Entered">The numbers of the members that were entered.</param>
internal sealed record TestResult(string? Failure, int[] Entered);
