using HelpdeskBridge.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Finds open chats in accounts that are not in the settings any more. They can't go on there: clients' texts wait until they are given up, and
/// nothing that agents do is read.
/// </summary>
internal sealed class MissingHelpdesks(IDatabase database, HelpdeskRegistry helpdesks)
{
    /// <returns>What to tell, account by account; empty when there are none.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        var open = await database.ReadAsync(store => store.Conversations.ListOpenAsync(), cancellationToken);
        return
        [
            .. from chats in open
               where helpdesks.Find(chats.Helpdesk) is null
               group chats.Count by chats.Helpdesk into missing
               select $"{missing.Sum()} open chat(s) are in {missing.Key}, but {HelpdeskRegistry.GetMissingReason(missing.Key)}: put it back until "
                   + "they have ended",
        ];
    }
}

/// <summary>Tells operators of such chats. The status is only degraded: all other chats go on.</summary>
internal sealed class MissingHelpdesksHealthCheck(MissingHelpdesks missing) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await missing.FindAsync(cancellationToken) is { Count: > 0 } found
                ? HealthCheckResult.Degraded(string.Join("; ", found))
                : HealthCheckResult.Healthy("Every open chat is in a helpdesk of the settings.");
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Degraded("The store can't be read.");
        }
    }
}

/// <summary>Says at start that there are such chats: it is then that an account may have left the settings.</summary>
internal sealed partial class MissingHelpdesksNotice(MissingHelpdesks missing, ILogger<MissingHelpdesksNotice> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var found in await missing.FindAsync(stoppingToken))
                LogMissing(log, found);
        }
        catch (StoreUnavailableException)
        {
            // The readiness of the service tells of it as soon as the store can be read.
        }
    }

    [LoggerMessage(3014, LogLevel.Warning, "{Reason}")]
    private static partial void LogMissing(ILogger logger, string reason);
}
