namespace HelpdeskBridge.Simulators;

/// <summary>The complete record of all HTTP exchanges, in the order in which they ended. An entry may be written
/// a moment after its answer was sent.</summary>
public sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];

    /// <summary>Raised after each entry, in order, on the thread that wrote it. Subscribers must be quick and must not throw.</summary>
    public event Action<JournalEntry>? Written;

    /// <summary>A snapshot of every entry so far.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    internal void Write(
        DateTimeOffset at, string system, JournalDirection direction, string method, string path, int? status, TimeSpan took, string summary)
    {
        // The event is raised under the lock so that a live view receives the entries in the order of their numbers.
        lock (_gate)
        {
            var entry = new JournalEntry(_entries.Count + 1, at, system, direction, method, path, status, took, summary);
            _entries.Add(entry);
            Written?.Invoke(entry);
        }
    }
}
