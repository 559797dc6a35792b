using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The processes of the service: one at a time, or several at once (<see cref="ReplicaSet"/>), as they are started and ended.</summary>
/// <param name="settings">The settings of each process.</param>
/// <param name="replicas">What several processes share; null: there is one.</param>
/// <param name="launcher">What each is started with: its own command follows.</param>
internal sealed class ServiceProcesses(
    IReadOnlyDictionary<string, string> settings, ReplicaSet? replicas, IReadOnlyList<string> launcher) : IAsyncDisposable
{
    private const int MaxStartAttempts = 5;

    private readonly List<BridgeProcess> _started = [];
    private readonly List<BridgeProcess> _running = [];
    private readonly Dictionary<BridgeProcess, ReplicaLinks?> _links = [];

    /// <summary>The last one that has listened. One that is starting has no address yet.</summary>
    private BridgeProcess _newest = null!;

    /// <summary>The process that was asked to end and has not ended yet; null: none.</summary>
    private BridgeProcess? _ending;

    /// <summary>All that were ever started, the oldest first.</summary>
    public IReadOnlyList<BridgeProcess> Started => _started;

    /// <summary>Those that listen, as far as is known, the oldest first.</summary>
    public IReadOnlyList<BridgeProcess> Running => _running;

    /// <summary>The address under which both sides reach the service.</summary>
    public Uri Url => replicas?.Balancer.Url ?? _newest.Url;

    public Uri ApiUrl => new(Url, _newest.ApiUrl.AbsolutePath);

    /// <summary>Starts as many as are missing, and waits until they listen.</summary>
    public Task StartMissingAsync() =>
        Task.WhenAll(Enumerable.Range(0, (replicas?.Count ?? 1) - _running.Count).Select(_ => StartAsync()));

    /// <summary>Starts one without waiting for it.</summary>
    public BridgeProcess Launch()
    {
        var own = new Dictionary<string, string>(settings);
        var (shared, links) = replicas?.CreateSettings() ?? ([], null);
        foreach (var (key, value) in shared)
            own[key] = value;
        var process = BridgeProcess.Begin(own, [.. launcher, .. BridgeProcess.Command]);
        lock (_started)
        {
            _started.Add(process);
            _links[process] = links;
        }

        return process;
    }

    /// <summary>What connects a process with the others and with the store.</summary>
    public ReplicaLinks GetLinks(BridgeProcess process) => _links[process] ?? throw new InvalidOperationException("There is no network to cut.");

    /// <summary>kill -9 of the process that is being ended; else, of several processes, of the oldest.</summary>
    public async Task KillAsync()
    {
        var process = _ending ?? GetOldest();
        Forget(process);
        await process.KillAsync();
    }

    /// <summary>SIGTERM. Of several processes, the oldest is ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        var process = _ending = GetOldest();
        _running.Remove(process);
        var exitCode = await process.TerminateAsync();
        _ending = null;

        // It said itself that it is not ready any more, and the load balancer listened.
        Forget(process);
        return exitCode;
    }

    /// <summary>Waits until a process has ended by itself.</summary>
    public async Task WaitForEndAsync(BridgeProcess process)
    {
        await process.WaitForEndAsync();
        Forget(process);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
            await process.DisposeAsync();
    }

    private async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var process = Launch();
            try
            {
                await process.ListeningAsync();
                replicas?.Balancer.Add(process.Url);
                lock (_started)
                    _running.Add(process);
                _newest = process;
                return;
            }
            catch (InvalidOperationException e) when (attempt < MaxStartAttempts && e.Message.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                // Another process has taken a port that was free a moment ago.
            }
        }
    }

    /// <summary>A single process is the one that was started last, whether it listens yet or not.</summary>
    private BridgeProcess GetOldest() => replicas is null ? _started[^1] : _running[0];

    private void Forget(BridgeProcess process)
    {
        _running.Remove(process);
        replicas?.Balancer.Remove(process.Url);
    }
}
