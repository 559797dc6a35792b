using System.Collections.Concurrent;
using System.Globalization;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Everything the service logged.</summary>
internal sealed class MemoryLog : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> _events = new();

    public IReadOnlyList<LogEvent> Events => [.. _events];

    /// <summary>Each event as one text: level, message, properties and exception.</summary>
    public IReadOnlyList<string> Lines => [.. _events.Select(Line)];

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

    /// <summary>How many messages of this kind had this outcome, such as ClientText and Delivered; counted after it was stored.</summary>
    public int Outcomes(string kind, string outcome) => _events.Count(e => Is(e, "Kind", kind) && Is(e, "Outcome", outcome));

    public int DeadLetters(string kind) =>
        _events.Count(e => Is(e, "Kind", kind) && e.MessageTemplate.Text.Contains("dead letter", StringComparison.Ordinal));

    /// <summary>How many times the ticket was read and processed.</summary>
    public int Readings(long ticket) =>
        _events.Count(e => e.MessageTemplate.Text.Contains("was read", StringComparison.Ordinal)
            && Is(e, "TicketId", ticket.ToString(CultureInfo.InvariantCulture)));

    public bool Contains(LogEventLevel level, string text) => _events.Any(e => e.Level == level && Line(e).Contains(text, StringComparison.Ordinal));

    private static bool Is(LogEvent e, string name, string value) =>
        e.Properties.TryGetValue(name, out var found) && found is ScalarValue { Value: string text } && text == value;

    private static string Line(LogEvent e)
    {
        var properties = string.Join(' ', e.Properties.Select(p => $"{p.Key}={p.Value}"));
        return $"{e.Level} {e.RenderMessage(CultureInfo.InvariantCulture)} | {properties} | {e.Exception}";
    }
}

/// <summary>Lets a log be named in the Serilog settings of a service.</summary>
public static class MemoryLogSetup
{
    internal static ConcurrentDictionary<string, MemoryLog> Logs { get; } = new();

    /// <summary>Called by Serilog for a sink named "Memory".</summary>
    public static LoggerConfiguration Memory(this LoggerSinkConfiguration configuration, string name) => configuration.Sink(Logs[name]);
}
