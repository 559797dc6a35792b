using HelpdeskBridge.Attachments;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Retention;

/// <summary>
/// Erases what is older than <c>Storage:Retention</c>: conversations that ended before, with all that belongs to them, and entries of the
/// audit; and files in the spool that no message waits for any more, such as those of a client who was erased by the command. In small
/// transactions, so that no call waits long for them. Several processes may do it at once: what one has erased is not there for the other.
/// </summary>
internal sealed partial class RetentionSweep(IDatabase database, ClientFileSpool spool, IOptions<StorageOptions> options, BridgeClock clock, ILogger<RetentionSweep> log) : BackgroundService
{
    private const int MaxPerTransaction = 20;

    private static readonly TimeSpan Seldom = TimeSpan.FromHours(1);
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = TimeSpan.FromTicks(Math.Clamp(options.Value.Retention.Ticks / 10, Often.Ticks, Seldom.Ticks));
        using var timer = new PeriodicTimer(every, clock.Time);
        try
        {
            do
                await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = clock.Now - options.Value.Retention;
            var conversations = 0;
            while (await database.ReadAsync(store => store.Conversations.ListEndedBeforeAsync(before, MaxPerTransaction), cancellationToken) is { Count: > 0 } ids)
            {
                var erased = await database.WriteAsync(store => store.Erasure.EraseAsync(ids), cancellationToken);
                foreach (var message in erased.Messages)
                    spool.Delete(message);
                conversations += erased.Conversations;
            }

            var entries = await database.WriteAsync(store => store.Audit.DeleteBeforeAsync(before), cancellationToken);
            var waiting = await database.ReadAsync(store => store.ClientFiles.ListWaitingAsync(), cancellationToken);
            spool.Sweep(waiting.Select(file => file.MessageId).ToHashSet());
            if (conversations + entries == 0)
                return;
            await database.OverwriteErasedAsync(cancellationToken);
            Log.Erased(log, conversations, entries);
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            Log.NotErased(log, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Information, "Older than Storage:Retention and erased: {Conversations} conversation(s), {Entries} entries of the audit")]
        public static partial void Erased(ILogger logger, int conversations, int entries);

        [LoggerMessage(9002, LogLevel.Warning, "What is older than Storage:Retention could not be erased; the next sweep tries again")]
        public static partial void NotErased(ILogger logger, Exception e);
    }
}
