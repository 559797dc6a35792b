using HelpdeskBridge.SimulationTests.Engine;
using Serilog.Core;
using Serilog.Events;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>The last warnings and errors of the service, for the report of a failure.</summary>
internal sealed class ServiceLog(VirtualTime time) : ILogEventSink
{
    private const int KeptLines = 400;

    private readonly Queue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Unexpected exceptions, which are a finding of their own.</summary>
    public List<string> Errors { get; } = [];

    public void Emit(LogEvent logEvent)
    {
        var text = $"{time.Now:dd HH:mm:ss.fff} {logEvent.Level} {logEvent.RenderMessage(null)} {logEvent.Exception}";
        _lines.Enqueue(text);
        if (_lines.Count > KeptLines)
            _lines.Dequeue();
        if (logEvent.Level >= LogEventLevel.Error)
            Errors.Add(text);
    }
}
