using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Channels;

/// <summary>Tells operators what of the settings the helpdesk refuses. The status is only degraded: no message is lost by it.</summary>
internal sealed class RefusedSettingsHealthCheck(RefusedSettings refusedSettings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(refusedSettings.List() is { Count: > 0 } refused
            ? HealthCheckResult.Degraded(string.Join("; ", refused.Select(Describe)))
            : HealthCheckResult.Healthy("The helpdesks accept what the settings name."));

    private static string Describe(RefusedSetting refused) =>
        $"Channels:{refused.Setting.Channel}: the helpdesk refuses {refused.Setting.Name} since {refused.Since:u} ({refused.Reason}); "
        + "tickets are written without it";
}
