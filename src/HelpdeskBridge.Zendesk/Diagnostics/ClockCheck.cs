using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Compares the clock of this machine with Zendesk's: signatures of webhooks are refused if the two differ too much.</summary>
internal sealed class ClockCheck : IAccountCheck
{
    private const string Id = "bridge.clock";
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if ((await probe.ReadMeAsync(cancellationToken)).Date is not { } theirs)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Bridge, "Zendesk's response has no time to compare with.")];
        var difference = probe.Clock.Now - theirs;
        if (difference.Duration() <= Tolerated)
            return [probe.Ok(Id, "The clock agrees with Zendesk's.", FindingSide.Bridge)];
        var direction = difference > TimeSpan.Zero ? "ahead of" : "behind";
        var refuses = difference.Duration() >= probe.Options.SignatureTolerance;
        return
        [
            probe.Find(
                Id,
                refuses ? FindingStatus.Fail : FindingStatus.Warn,
                FindingSide.Bridge,
                $"The clock of this machine is {difference.Duration():d\\.hh\\:mm\\:ss} {direction} Zendesk's."
                + (refuses ? $" Webhooks are refused ({probe.Key}:SignatureTolerance)." : ""),
                "Synchronize the clock of this machine (NTP): timedatectl set-ntp true."),
        ];
    }
}
