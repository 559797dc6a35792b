using HelpdeskBridge.Network;

namespace HelpdeskBridge.Clustering;

/// <summary>An equal share for each process in the list of the cluster.</summary>
internal sealed class EqualShare(ISiloStatusOracle members) : ClusterShare, IHostedService, ISiloStatusListener
{
    private volatile int _processes = 1;

    public override int Processes => _processes;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        members.SubscribeToSiloStatusEvents(this);
        Count();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Count();

    private void Count() => _processes = Math.Max(1, members.GetApproximateSiloStatuses(onlyActive: true).Count);
}
