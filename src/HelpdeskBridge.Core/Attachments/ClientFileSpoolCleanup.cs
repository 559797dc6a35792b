using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// At start, deletes files from the spool that no message waits for, and begins the downloads that the end of the last process interrupted.
/// </summary>
internal sealed partial class ClientFileSpoolCleanup(
    IDatabase database, ClientFileSpool spool, ClientFileDownloadQueue downloads, ILogger<ClientFileSpoolCleanup> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var waiting = await database.ReadAsync(store => store.ClientFiles.ListWaitingAsync(), cancellationToken);
            spool.DeleteAllExcept(waiting.Select(file => file.MessageId).ToHashSet());
            foreach (var (messageId, client, file) in waiting)
                downloads.Begin(client, new AcceptedFile(messageId, file));
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            Log.CleanupFailed(log, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "The folder of clients' files could not be cleaned up; the next start tries again")]
        public static partial void CleanupFailed(ILogger logger, Exception e);
    }
}
