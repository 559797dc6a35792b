using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Finds open chats in accounts that are not in the settings any more. They can't go on there: clients' texts wait until they are given up, and
/// nothing that agents do is read.
/// </summary>
internal sealed class MissingHelpdesks(HelpdeskRegistry helpdesks)
{
    /// <returns>What to tell, account by account; empty when there are none.</returns>
    public IReadOnlyList<string> Find(IReadOnlyList<OpenChats> open) =>
    [
        .. from chats in open
           where helpdesks.Find(chats.Helpdesk) is null
           group chats.Count by chats.Helpdesk into missing
           select $"{missing.Sum()} open chat(s) are in {missing.Key}, but {HelpdeskRegistry.GetMissingReason(missing.Key)}: put it back until "
               + "they have ended",
    ];
}

/// <summary>Tells operators of such chats, as last counted. The status is only degraded: all other chats go on.</summary>
internal sealed class MissingHelpdesksHealthCheck(MissingHelpdesks missing, BacklogGauges gauges) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(missing.Find(gauges.Last.Chats) is { Count: > 0 } found
            ? HealthCheckResult.Degraded(string.Join("; ", found))
            : HealthCheckResult.Healthy("Every open chat is in a helpdesk of the settings."));
}

/// <summary>Says at start that there are such chats: it is then that an account may have left the settings.</summary>
internal sealed partial class MissingHelpdesksNotice(MissingHelpdesks missing, IDatabase database, ILogger<MissingHelpdesksNotice> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var found in missing.Find(await database.ReadAsync(store => store.Conversations.ListOpenAsync(), stoppingToken)))
                LogMissing(log, found);
        }
        catch (StoreUnavailableException)
        {
            // The readiness of the service tells of it as soon as the chats can be counted.
        }
    }

    [LoggerMessage(3014, LogLevel.Warning, "{Reason}")]
    private static partial void LogMissing(ILogger logger, string reason);
}
