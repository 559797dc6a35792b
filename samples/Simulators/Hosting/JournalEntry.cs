namespace HelpdeskBridge.Simulators;

/// <summary>One exchange between the bridge and a simulated system.</summary>
/// <param name="Number">Position in the journal, starting at 1.</param>
/// <param name="At">When the exchange began.</param>
/// <param name="System">The simulated system involved: <c>Zendesk</c> or <c>JAICP</c>.</param>
/// <param name="Direction">Which side sent the request.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, without tokens and keys.</param>
/// <param name="Status">The status of the answer; null when the caller never got one.</param>
/// <param name="Took">How long the exchange took.</param>
/// <param name="Summary">A short description of the exchange.</param>
public sealed record JournalEntry(
    long Number,
    DateTimeOffset At,
    string System,
    JournalDirection Direction,
    string Method,
    string Path,
    int? Status,
    TimeSpan Took,
    string Summary);

/// <summary>The direction of the request, seen from the simulated system.</summary>
public enum JournalDirection
{
    /// <summary>The bridge sent the request and the simulated system answered.</summary>
    Taken,

    /// <summary>The simulated system sent the request and the bridge answered.</summary>
    Sent,
}
