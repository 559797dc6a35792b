using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.LoadTests.Clients;

/// <summary>Waits for exchanges of the service with a simulated system, by its journal, so that no interval of polling is measured.</summary>
internal sealed class Exchanges : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Journal _journal;
    private readonly Lock _lock = new();
    private readonly List<(Func<JournalEntry, bool> IsIt, TaskCompletionSource<JournalEntry> Found)> _awaited = [];
    private long _lastAt;

    public Exchanges(Journal journal)
    {
        _journal = journal;
        journal.Written += See;
    }

    /// <returns>The next exchange for which the condition holds.</returns>
    public Task<JournalEntry> NextAsync(Func<JournalEntry, bool> isIt)
    {
        var found = new TaskCompletionSource<JournalEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _awaited.Add((isIt, found));
        return found.Task.WaitAsync(Limit, TimeProvider.System);
    }

    /// <summary>Waits until there was no exchange for so long.</summary>
    public async Task QuietAsync(TimeSpan duration)
    {
        for (var left = duration; left > TimeSpan.Zero; left = duration - TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _lastAt)))
            await Task.Delay(left, TimeProvider.System);
    }

    public void Dispose() => _journal.Written -= See;

    private void See(JournalEntry entry)
    {
        Interlocked.Exchange(ref _lastAt, TimeProvider.System.GetTimestamp());
        lock (_lock)
        {
            for (var i = _awaited.Count - 1; i >= 0; i--)
            {
                if (!_awaited[i].IsIt(entry))
                    continue;
                _awaited[i].Found.TrySetResult(entry);
                _awaited.RemoveAt(i);
            }
        }
    }
}
