using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Tells operators whether somebody has changed what was set up in a helpdesk. The status is only degraded, because sweeps find what a webhook does
/// not report. What can't be read is no problem of the service.
/// </summary>
internal sealed class SetupDriftHealthCheck(SetupStates states) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = states.List();
        var reason = all.Count == 0 ? "No helpdesk needs a webhook." : string.Join("; ", all.Select(state => $"{state.Key}: {state.Value.InWords}"));
        return Task.FromResult(all.Any(state => state.Value.Status == SetupStatus.Changed)
            ? HealthCheckResult.Degraded(reason)
            : HealthCheckResult.Healthy(reason));
    }
}
