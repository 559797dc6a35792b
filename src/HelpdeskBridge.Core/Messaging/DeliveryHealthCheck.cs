using HelpdeskBridge.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Reports problems of delivery to operators. The status is only degraded: waiting messages are safe in the store, and the service can accept more.
/// </summary>
internal sealed class DeliveryHealthCheck(IDatabase database, EndpointHealth health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var deadLetters = await database.ReadAsync(store => store.DeadLetters.CountAsync(), cancellationToken);
            var problems = health.Unreached
                .Select(endpoint => $"{endpoint.Direction} {endpoint.Name} can't be reached or used, messages wait").ToList();
            if (deadLetters > 0)
                problems.Add($"{deadLetters} dead letter(s): see /admin/api/dead-letters");
            return problems.Count == 0 ? HealthCheckResult.Healthy("Nothing is stuck.") : HealthCheckResult.Degraded(string.Join("; ", problems));
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Degraded("The store can't be read.");
        }
    }
}
