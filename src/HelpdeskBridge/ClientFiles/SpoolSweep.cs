using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.ClientFiles;

/// <summary>At start: clears the spool of what was left behind, and begins the fetches that a sudden end cut off.</summary>
internal sealed partial class SpoolSweep(IDatabase database, FileSpool spool, FileFetches fetches, ILogger<SpoolSweep> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var waiting = await database.ReadAsync(session => session.FindWaitingFilesAsync(), cancellationToken);
            spool.Sweep(waiting.Select(file => file.MessageId).ToHashSet());
            foreach (var (messageId, channel, file) in waiting)
                fetches.Begin(channel, new ArrivingFile(messageId, file));
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
