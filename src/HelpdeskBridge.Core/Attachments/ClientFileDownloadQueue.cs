using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Network;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// Downloads clients' files into the spool. A download starts as soon as its file is accepted, since nobody knows how long its link works.
/// Whoever needs the file joins the running download, or starts one. Each client and each channel has a limit of its own, so that slow hosts
/// delay no other client and no other channel.
/// </summary>
internal sealed class ClientFileDownloadQueue(
    ClientFileSpool spool, ClientFileDownloader downloader, ClusterShare share, IHostApplicationLifetime lifetime,
    IClientFileArchive? archive = null) : IDisposable
{
    private const int MaxConcurrentPerClient = 2;
    private const int MaxConcurrentPerChannel = 16;
    private const int MaxConcurrent = 64;

    /// <summary>While the disk has no room for files that are not needed yet, so few are downloaded at a time, each when its turn comes.</summary>
    private const int MaxConcurrentWithoutRoom = 4;

    private readonly ConcurrentDictionary<string, Lazy<Task<ClientFileFault?>>> _running = new();
    private readonly ConcurrentDictionary<string, ClientFileFault> _faults = new();

    /// <summary>The narrowest limit comes first, so that whoever waits for it holds no place that others need.</summary>
    private readonly PartitionedRateLimiter<ChannelUser> _limiter = PartitionedRateLimiter.CreateChained(
        share.CreateLimiter<ChannelUser, ChannelUser>(MaxConcurrentPerClient, client => client),
        share.CreateLimiter<ChannelUser, string>(MaxConcurrentPerChannel, client => client.Channel.ToUpperInvariant()),
        share.CreateLimiter<ChannelUser, string>(MaxConcurrent, _ => ""));

    private readonly ConcurrencyLimiter _withoutRoom = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MaxConcurrentWithoutRoom,
        QueueLimit = int.MaxValue,
    });

    /// <summary>Whether the disk has room for files that are not needed yet.</summary>
    public bool HasRoom => spool.HasRoom;

    /// <summary>How many downloads run or wait for their turn.</summary>
    public int Running => _running.Count;

    /// <summary>
    /// Starts the download early. When the disk has no room for it, or it fails on our side, nothing happens: the sender of the file's
    /// message downloads it later.
    /// </summary>
    public void Begin(ChannelUser client, AcceptedFile file)
    {
        if (spool.HasRoom)
        {
            _ = JoinAsync(client, file.MessageId, file.File, lifetime.ApplicationStopping)
                .ContinueWith(task => task.Exception, TaskScheduler.Default);
        }
    }

    /// <summary>Whether the download has ended: the file is in the spool, or it is known why it can't be downloaded.</summary>
    public bool IsReady(string messageId) => _faults.ContainsKey(messageId) || spool.Has(messageId);

    /// <summary>Waits for the file's download, and starts it where that hasn't happened yet.</summary>
    /// <returns>Null: the file is in the spool.</returns>
    /// <exception cref="IOException">The spool can't be written.</exception>
    public async Task<ClientFileFault?> JoinAsync(ChannelUser client, string messageId, ClientFile file, CancellationToken cancellationToken)
    {
        if (spool.Has(messageId))
            return null;
        if (_faults.TryGetValue(messageId, out var fault))
            return fault;
        var running = _running.GetOrAdd(
            messageId, _ => new Lazy<Task<ClientFileFault?>>(() => Task.Run(() => RunAsync(client, messageId, file), CancellationToken.None)));
        return await running.Value.WaitAsync(cancellationToken);
    }

    /// <summary>To be called when the file's message is settled: the file and its fault are not needed any more.</summary>
    public void Forget(string messageId)
    {
        _faults.TryRemove(messageId, out _);
        spool.Delete(messageId);
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _withoutRoom.Dispose();
    }

    private async Task<ClientFileFault?> RunAsync(ChannelUser client, string messageId, ClientFile file)
    {
        try
        {
            using var permit = await _limiter.AcquireAsync(client, cancellationToken: lifetime.ApplicationStopping);
            using var space = spool.HasRoom ? null : await _withoutRoom.AcquireAsync(cancellationToken: lifetime.ApplicationStopping);
            var fault = await GetAsync(messageId, file.Url, lifetime.ApplicationStopping);
            if (fault is { } known)
                _faults[messageId] = known;
            return fault;
        }
        finally
        {
            _running.TryRemove(messageId, out _);
        }
    }

    /// <summary>A link may work only once. So a file is kept for all processes before it counts as downloaded.</summary>
    private async Task<ClientFileFault?> GetAsync(string messageId, string url, CancellationToken cancellationToken)
    {
        if (spool.Has(messageId) || await TryRestoreAsync(messageId, cancellationToken))
            return null;
        var fault = await downloader.DownloadAsync(messageId, url, cancellationToken);
        if (fault is null && archive is not null)
        {
            await using var content = File.OpenRead(spool.GetPath(messageId));
            await archive.SaveAsync(messageId, content, cancellationToken);
        }

        return fault;
    }

    private async Task<bool> TryRestoreAsync(string messageId, CancellationToken cancellationToken) =>
        archive is not null && await spool.WriteAsync(messageId, file => archive.CopyToAsync(messageId, file, cancellationToken)) > 0;
}
