namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>What is recorded.</summary>
/// <param name="Seed">Chooses what clients do, when the power is cut and what it leaves.</param>
/// <param name="Clients">How many clients chat at the same time.</param>
/// <param name="Messages">How many messages each of them sends at least, before the service is restarted and again after it.</param>
internal sealed record PowerCutPlan(int Seed, int Clients, int Messages)
{
    /// <summary>
    /// The helpdesk works, and agents answer. Otherwise it refuses connections, so that all that was accepted is in the store alone when the power
    /// is cut, and must arrive after it.
    /// </summary>
    public bool HasHelpdesk { get; init; }
}
