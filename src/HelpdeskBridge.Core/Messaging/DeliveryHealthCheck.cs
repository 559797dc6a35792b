using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Reports problems of delivery to operators: outages, dead letters, and whatever has waited longer than <c>Delivery:NotifyAfter</c>. The status is
/// only degraded: waiting messages are safe in the store, and the service can accept more.
/// </summary>
internal sealed class DeliveryHealthCheck(IDatabase database, EndpointHealth health, IOptions<DeliveryOptions> options, BridgeClock clock)
    : IHealthCheck
{
    private const int MaxReasons = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var before = clock.Now - options.Value.NotifyAfter;
            var (deadLetters, overdue) = await database.ReadAsync(
                async store =>
                {
                    var messages = await store.Overdue.ListMessagesAsync(before, MaxReasons);
                    var reads = await store.Overdue.ListReadsAsync(before, MaxReasons);
                    return (await store.DeadLetters.CountAsync(), messages.Concat(reads));
                },
                cancellationToken);
            List<string> problems = [.. health.Outages.Select(Describe), .. overdue.Select(Describe)];
            if (deadLetters > 0)
                problems.Add($"{deadLetters} dead letter(s): see /admin/api/dead-letters");
            return problems.Count == 0 ? HealthCheckResult.Healthy("Nothing is stuck.") : HealthCheckResult.Degraded(string.Join("; ", problems));
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Degraded("The store can't be read.");
        }
    }

    private static string Describe(UnavailableEndpoint unavailable) =>
        $"{unavailable.Use.Endpoint.Direction} {unavailable.Use.Endpoint.Name} can't be reached or used for {unavailable.Use.Name} "
        + $"({unavailable.Outage.Reason})";

    private static string Describe(Overdue overdue)
    {
        var what = overdue.IsRead
            ? $"{overdue.Count} ticket(s) of {overdue.Name} wait to be read"
            : $"{overdue.Count} chat(s) wait {overdue.Direction} {overdue.Name}";
        return $"{what} since {overdue.Since:u}: {overdue.Reason ?? "it is not their turn yet"}";
    }
}
