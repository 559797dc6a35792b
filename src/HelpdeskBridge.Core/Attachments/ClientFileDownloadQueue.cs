using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// Downloads clients' files into the spool. A download starts as soon as its file is accepted, since nobody knows how long its link works.
/// Whoever needs the file joins the running download, or starts one. Each channel has a limit of its own, so that slow hosts delay no
/// other channel.
/// </summary>
internal sealed class ClientFileDownloadQueue(ClientFileSpool spool, ClientFileDownloader downloader, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int MaxConcurrentPerChannel = 16;

    private readonly ConcurrentDictionary<string, Lazy<Task<ClientFileFault?>>> _running = new();
    private readonly ConcurrentDictionary<string, ClientFileFault> _faults = new();
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        channel => RateLimitPartition.GetConcurrencyLimiter(
            channel, _ => new ConcurrencyLimiterOptions { PermitLimit = MaxConcurrentPerChannel, QueueLimit = int.MaxValue }),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Starts the download early. When the disk has no room for it, or it fails on our side, nothing happens: the sender of the file's
    /// message downloads it later.
    /// </summary>
    public void Begin(string channel, AcceptedFile file)
    {
        if (spool.HasRoom)
        {
            _ = JoinAsync(channel, file.MessageId, file.File, lifetime.ApplicationStopping)
                .ContinueWith(task => task.Exception, TaskScheduler.Default);
        }
    }

    /// <summary>Whether the download has ended: the file is in the spool, or it is known why it can't be downloaded.</summary>
    public bool IsReady(string messageId) => _faults.ContainsKey(messageId) || spool.Has(messageId);

    /// <summary>Waits for the file's download, and starts it where that hasn't happened yet.</summary>
    /// <returns>Null: the file is in the spool.</returns>
    /// <exception cref="IOException">The spool can't be written.</exception>
    public async Task<ClientFileFault?> JoinAsync(string channel, string messageId, ClientFile file, CancellationToken cancellationToken)
    {
        if (spool.Has(messageId))
            return null;
        if (_faults.TryGetValue(messageId, out var fault))
            return fault;
        var running = _running.GetOrAdd(
            messageId, _ => new Lazy<Task<ClientFileFault?>>(() => Task.Run(() => RunAsync(channel, messageId, file), CancellationToken.None)));
        return await running.Value.WaitAsync(cancellationToken);
    }

    /// <summary>To be called when the file's message is settled: the file and its fault are not needed any more.</summary>
    public void Forget(string messageId)
    {
        _faults.TryRemove(messageId, out _);
        spool.Delete(messageId);
    }

    public void Dispose() => _limiter.Dispose();

    private async Task<ClientFileFault?> RunAsync(string channel, string messageId, ClientFile file)
    {
        try
        {
            using var permit = await _limiter.AcquireAsync(channel, cancellationToken: lifetime.ApplicationStopping);
            var fault = spool.Has(messageId) ? null : await downloader.DownloadAsync(messageId, file.Url, lifetime.ApplicationStopping);
            if (fault is { } known)
                _faults[messageId] = known;
            return fault;
        }
        finally
        {
            _running.TryRemove(messageId, out _);
        }
    }
}
