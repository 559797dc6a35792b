using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Messaging;

/// <summary>Trouble that somebody should look at. The service stays ready: what waits is safe, and taking more in is right.</summary>
internal sealed class DeliveryHealthCheck(IDatabase database, EndpointHealth health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var dead = await database.ReadAsync(store => store.DeadLetters.CountAsync(), cancellationToken);
            var trouble = health.Unreached.Select(endpoint => $"{endpoint.Direction} {endpoint.Name} can't be reached or used, messages wait").ToList();
            if (dead > 0)
                trouble.Add($"{dead} dead letter(s): see /admin/api/dead-letters");
            return trouble.Count == 0 ? HealthCheckResult.Healthy("Nothing is stuck.") : HealthCheckResult.Degraded(string.Join("; ", trouble));
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Degraded("The store can't be read.");
        }
    }
}
