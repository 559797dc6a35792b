namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>Chooses what fails in the store.</summary>
internal interface IStoreFaults
{
    /// <summary>Whether the next commit fails, as on a full disk.</summary>
    bool FailsCommit();
}
