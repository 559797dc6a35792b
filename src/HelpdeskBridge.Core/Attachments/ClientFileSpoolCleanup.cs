using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>At start: clears the spool of what was left behind, and begins the fetches that a sudden end cut off.</summary>
internal sealed partial class ClientFileSpoolCleanup(IDatabase database, ClientFileSpool spool, ClientFileDownloadQueue fetches, ILogger<ClientFileSpoolCleanup> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var waiting = await database.ReadAsync(store => store.ClientFiles.ListWaitingAsync(), cancellationToken);
            spool.Sweep(waiting.Select(file => file.MessageId).ToHashSet());
            foreach (var (messageId, channel, file) in waiting)
                fetches.Begin(channel, new AcceptedFile(messageId, file));
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            Log.NotSwept(log, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "The folder of clients' files could not be swept; the next start tries again")]
        public static partial void NotSwept(ILogger logger, Exception e);
    }
}
