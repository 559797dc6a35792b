namespace HelpdeskBridge.SimulationTests.Faults;

/// <summary>Makes the incidents happen that do not wait for a request: crashes, and webhooks that do not arrive.</summary>
internal sealed class IncidentRunner(Simulation simulation, Random random)
{
    private static readonly TimeSpan LongestWaitForWrite = TimeSpan.FromHours(1);

    private int _stepsToCrash = -1;
    private bool _isCrashDue;

    /// <summary>How often the service was killed.</summary>
    public int Crashes { get; private set; }

    public async Task RunAsync(IReadOnlyList<Incident> incidents)
    {
        simulation.Scheduler.BeforeStep = CrashWhenDue;
        await Task.WhenAll(incidents.Where(incident => incident.Kind is IncidentKind.Crash or IncidentKind.Webhooks).Select(RunAsync));
        simulation.Scheduler.BeforeStep = null;
    }

    private async Task RunAsync(Incident incident)
    {
        await simulation.WaitAsync(incident.At);
        if (incident.Kind == IncidentKind.Webhooks)
            await DisturbWebhooksAsync(incident);
        else
            await CrashAsync(incident);
    }

    private async Task DisturbWebhooksAsync(Incident incident)
    {
        var faults = simulation.Zendesk.WebhookFaults;
        (faults.DropRate, faults.DuplicateRate, faults.Reorder) = (random.Next(2) * incident.Probability, random.Next(2) * 0.5, random.Next(2) == 0);
        await simulation.WaitAsync(incident.Duration);
        (faults.DropRate, faults.DuplicateRate, faults.Reorder) = (0, 0, false);
    }

    private async Task CrashAsync(Incident incident)
    {
        if (!simulation.IsServiceUp || _isCrashDue)
            return;
        _isCrashDue = true;
        var ended = simulation.ServiceEnded;
        if (incident.AfterWrite)
        {
            simulation.Network.AfterNextWrite = () => _stepsToCrash = incident.Steps;
            await Task.WhenAny(ended, simulation.WaitAsync(LongestWaitForWrite));
        }

        // There may be nobody left for whom the service writes.
        if (!ended.IsCompleted)
        {
            simulation.Network.AfterNextWrite = null;
            _stepsToCrash = incident.Steps;
        }

        await ended;
        _isCrashDue = false;
        Crashes++;
        await simulation.WaitAsync(TimeSpan.FromMilliseconds(random.Next(10, random.Next(4) == 0 ? 60_000 : 3000)));
        await simulation.StartServiceAsync();
    }

    private void CrashWhenDue()
    {
        if (_stepsToCrash >= 0 && _stepsToCrash-- == 0)
            simulation.KillService();
    }
}
