using System.Collections.Concurrent;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// The fetches under way. A file is fetched as soon as it is accepted, since nobody says how long its link works; whoever needs it
/// joins that fetch, or begins it. Each channel has places of its own, so that slow hosts hold up no other channel.
/// </summary>
internal sealed class ClientFileDownloadQueue(ClientFileSpool spool, ClientFileDownloader fetch, IHostApplicationLifetime lifetime)
{
    private const int AtOncePerChannel = 16;

    private readonly ConcurrentDictionary<string, Lazy<Task<ClientFileFault?>>> _running = new();
    private readonly ConcurrentDictionary<string, ClientFileFault> _faults = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _places = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins early. Only a hint: when there is no room for it, or it fails here, whoever sends the file sees to it.</summary>
    public void Begin(string channel, AcceptedFile arriving)
    {
        if (spool.HasRoom)
            _ = JoinAsync(channel, arriving.MessageId, arriving.File, lifetime.ApplicationStopping).ContinueWith(task => task.Exception, TaskScheduler.Default);
    }

    /// <summary>Whether it is known by now what becomes of the file.</summary>
    public bool IsReady(string messageId) => _faults.ContainsKey(messageId) || spool.Has(messageId);

    /// <returns>Null: the file is in the spool.</returns>
    /// <exception cref="IOException">The spool can't be written.</exception>
    public async Task<ClientFileFault?> JoinAsync(string channel, string messageId, ClientFile file, CancellationToken cancellationToken)
    {
        if (spool.Has(messageId))
            return null;
        if (_faults.TryGetValue(messageId, out var fault))
            return fault;
        var running = _running.GetOrAdd(messageId, _ => new Lazy<Task<ClientFileFault?>>(() => Task.Run(() => RunAsync(channel, messageId, file), CancellationToken.None)));
        return await running.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Its message is settled.</summary>
    public void Forget(string messageId)
    {
        _faults.TryRemove(messageId, out _);
        spool.Delete(messageId);
    }

    private async Task<ClientFileFault?> RunAsync(string channel, string messageId, ClientFile file)
    {
        var places = _places.GetOrAdd(channel, _ => new SemaphoreSlim(AtOncePerChannel, AtOncePerChannel));
        try
        {
            await places.WaitAsync(lifetime.ApplicationStopping);
            try
            {
                var fault = spool.Has(messageId) ? null : await fetch.DownloadAsync(messageId, file.Url, lifetime.ApplicationStopping);
                if (fault is { } known)
                    _faults[messageId] = known;
                return fault;
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            _running.TryRemove(messageId, out _);
        }
    }
}
