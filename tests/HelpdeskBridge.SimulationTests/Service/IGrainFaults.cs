namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>Chooses what happens to grains.</summary>
internal interface IGrainFaults
{
    /// <summary>How often a wake-up arrives: once, twice, or never.</summary>
    int ChooseWakeUps();

    /// <summary>Whether an idle grain has left the memory.</summary>
    bool HasLeft();
}
