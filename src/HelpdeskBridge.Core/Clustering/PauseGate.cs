using HelpdeskBridge.Network;

namespace HelpdeskBridge.Clustering;

/// <summary>
/// A process may stand still for a while: a virtual machine that is moved, a machine without memory. The others declare it dead and take over its
/// queues. When it goes on, it is about to send what they have sent meanwhile. So after a pause nothing leaves before the process has read in the
/// list of the cluster that it is still a part of it. One that is not is ended by Orleans.
/// </summary>
internal sealed class PauseGate(IMembershipTable members, ILocalSiloDetails self) : BackgroundService, IRequestGate
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shorter than what it takes the others to declare a process dead.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1.5);

    private long _lastSign = TimeProvider.System.GetTimestamp();
    private volatile bool _wasPaused;

    private bool IsPaused => _wasPaused || TimeProvider.System.GetElapsedTime(Volatile.Read(ref _lastSign)) > MaxPause;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (IsPaused)
        {
            _wasPaused = true;
            if (await IsMemberAsync())
                GoOn();
            else
                await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, TimeProvider.System, stoppingToken);
                await WaitAsync(stoppingToken);
                GoOn();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is still sent while the process stops asks the list by itself.
        }
    }

    private void GoOn()
    {
        Volatile.Write(ref _lastSign, TimeProvider.System.GetTimestamp());
        _wasPaused = false;
    }

    /// <returns>False as well if the list can't be read.</returns>
    private async Task<bool> IsMemberAsync()
    {
        try
        {
            var found = await members.ReadRowAsync(self.SiloAddress, CancellationToken.None);
            return found.TryGet(self.SiloAddress)?.Item1.Status != SiloStatus.Dead;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
