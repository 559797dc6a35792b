namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The outcome of a random run.</summary>
/// <param name="Outcome">Its record and its breaches.</param>
/// <param name="Report">What happened around each breach. Empty when there is none.</param>
/// <param name="Statistics">What was counted.</param>
internal sealed record RandomRunResult(RunOutcome Outcome, string Report, RunStatistics Statistics);
