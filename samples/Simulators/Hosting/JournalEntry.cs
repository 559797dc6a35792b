namespace HelpdeskBridge.Simulators;

/// <summary>One exchange between the bridge and a simulated system.</summary>
/// <param name="Number">Place in the journal, starting at 1.</param>
/// <param name="At">When the exchange began.</param>
/// <param name="System">The simulated system that took part: <c>Zendesk</c> or <c>JAICP</c>.</param>
/// <param name="Direction">Who spoke first.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, without tokens and keys.</param>
/// <param name="Status">The status answered; null when the asking side never got an answer.</param>
/// <param name="Took">How long the exchange took.</param>
/// <param name="Summary">What it was about, in a few words.</param>
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

/// <summary>Who asked and who answered, seen from the simulated system.</summary>
public enum JournalDirection
{
    /// <summary>The bridge asked, the simulated system answered.</summary>
    Taken,

    /// <summary>The simulated system asked, the bridge answered.</summary>
    Sent,
}
