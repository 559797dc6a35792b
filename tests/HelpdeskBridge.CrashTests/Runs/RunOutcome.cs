using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The record of a run, and every breach of the invariant in it.</summary>
internal sealed record RunOutcome(RunRecord Record, IReadOnlyList<Breach> Breaches);
