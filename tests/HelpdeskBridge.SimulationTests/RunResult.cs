using System.Globalization;

namespace HelpdeskBridge.SimulationTests;

/// <summary>What came out of a run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Hash">The hash of the complete history.</param>
/// <param name="Breaches">What is wrong.</param>
internal sealed record RunResult(int Seed, string Hash, IReadOnlyList<string> Breaches)
{
    /// <summary>For each conversation, the days on which its client or its agent wrote something.</summary>
    public int ConversationDays { get; init; }

    /// <summary>Accepted texts and files, and agents' replies.</summary>
    public int Messages { get; init; }

    public long Steps { get; init; }

    /// <summary>Requests, commits and wake-ups that went wrong.</summary>
    public long Faults { get; init; }

    public int Crashes { get; init; }

    public int DeadLetters { get; init; }

    /// <summary>Conversations that the service has erased, because they were old.</summary>
    public int Erased { get; init; }

    public TimeSpan Took { get; init; }

    public TimeSpan ProcessorTime { get; init; }

    /// <summary>Whether the planted fault had no effect, because the statement that it changes was never run.</summary>
    public bool LacksFault { get; init; }

    /// <summary>What happened, for a failure.</summary>
    public string Report { get; init; } = "";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed} {Hash}: {ConversationDays} conversation-days, {Messages} messages, {Crashes} crashes, {Faults} faults, "
        + $"{DeadLetters} dead letters, {Erased} erased, {Steps} steps, {Breaches.Count} breaches, {Took.TotalSeconds:0.0} s"
        + $" ({ProcessorTime.TotalSeconds:0.0} s of a processor)");
}
