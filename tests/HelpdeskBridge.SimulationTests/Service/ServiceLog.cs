using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.Storage;
using Serilog.Core;
using Serilog.Events;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>The last warnings and errors of the service, for the report of a failure.</summary>
internal sealed class ServiceLog(VirtualTime time) : ILogEventSink
{
    private const int KeptLines = 400;
    private const string CommitFailed = "A commit of ";

    private readonly Queue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Unexpected exceptions, which are a finding of their own. A store that fails is one of the incidents.</summary>
    public List<string> Errors { get; } = [];

    public void Emit(LogEvent logEvent)
    {
        var text = $"{time.Now:dd HH:mm:ss.fff} {logEvent.Level} {logEvent.RenderMessage(null)} {logEvent.Exception}";
        _lines.Enqueue(text);
        if (_lines.Count > KeptLines)
            _lines.Dequeue();
        if (logEvent is { Level: >= LogEventLevel.Error, Exception: not (null or StoreUnavailableException) }
            && !text.Contains(CommitFailed, StringComparison.Ordinal))
            Errors.Add(text);
    }
}
