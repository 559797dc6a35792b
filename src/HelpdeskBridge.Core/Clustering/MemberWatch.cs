using HelpdeskBridge.Time;

namespace HelpdeskBridge.Clustering;

/// <summary>
/// Sees what the probes between the processes do not. One that is cut off from the store answers them and can do none of its work, so it is declared
/// dead, and the others take over. One that the list has lost, as an emptied Redis does, is unknown to those that start, so it ends.
/// </summary>
internal sealed partial class MemberWatch(
    IMembershipTable list, IClusterMembershipService cluster, ILocalSiloDetails self, IHostApplicationLifetime lifetime, BridgeClock clock,
    ILogger<MemberWatch> log)
    : PeriodicService(Interval, clock)
{
    /// <summary>How often each process shows that it is alive, and looks at the others.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly MemberSilence _silence = new();
    private bool _wasListed;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var members = (await list.ReadAllAsync(cancellationToken)).Members.Select(member => member.Item1).ToDictionary(member => member.SiloAddress);
        if (!members.ContainsKey(self.SiloAddress))
        {
            if (_wasListed)
            {
                _wasListed = false;
                Log.Unlisted(log);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
            }

            return;
        }

        _wasListed = true;
        var working = members.Values.Where(member => member.Status == SiloStatus.Active)
            .ToDictionary(member => member.SiloAddress, member => member.IAmAliveTime);
        foreach (var silent in _silence.Observe(self.SiloAddress, working))
        {
            Log.Silent(log, silent.ToParsableString());
            await cluster.TryKill(silent);
        }

        // Orleans does so as well, but after a failure it waits ever longer, as while the database crashes again and again.
        var alive = new MembershipEntry { SiloAddress = self.SiloAddress, IAmAliveTime = TimeProvider.System.GetUtcNow().UtcDateTime };
        await list.UpdateIAmAliveAsync(alive, cancellationToken);
    }

    protected override void OnFailed(Exception e) => Log.NotRead(log, e);

    private static partial class Log
    {
        [LoggerMessage(
            2024, LogLevel.Warning, "{Member} does not show that it is alive, although this process can: it is taken for cut off from the store")]
        public static partial void Silent(ILogger logger, string member);

        [LoggerMessage(
            2025, LogLevel.Critical, "The list of the cluster has lost this process, so it ends, to be listed again when it is started anew")]
        public static partial void Unlisted(ILogger logger);

        [LoggerMessage(2026, LogLevel.Debug, "The list of the cluster can't be read; it is tried again")]
        public static partial void NotRead(ILogger logger, Exception e);
    }
}
