using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Checks;

internal enum BreachKind
{
    Lost,
    Duplicated,
    OutOfOrder,
    Other,
}

/// <summary>A promise that was not kept.</summary>
/// <param name="UserId">The client it is about; empty when it is about none.</param>
/// <param name="Kind">What kind of promise.</param>
/// <param name="What">What was seen.</param>
internal sealed record Breach(string UserId, BreachKind Kind, string What);

/// <summary>
/// The one invariant: what was accepted arrives exactly once and in order, each way, or is visibly failed; every end of a chat is
/// told once; nothing is made twice. It holds over the complete record of a run, whatever happened in between.
/// </summary>
internal static class Invariant
{
    public static IReadOnlyList<Breach> Breaches(RunRecord record) =>
    [
        .. record.Violations.Select(violation => new Breach("", BreachKind.Other, $"a simulator complains: {violation}")),
        .. Repeats(record),
        .. ClientStory.Of(record).SelectMany(story => (IEnumerable<Breach>)
            [.. TicketCheck.Breaches(story), .. ClientWordsCheck.Breaches(story), .. AgentWordsCheck.Breaches(story), .. EndCheck.Breaches(story)]),
    ];

    /// <summary>The same id always means the same event.</summary>
    private static IEnumerable<Breach> Repeats(RunRecord record)
    {
        var first = record.Events.ToDictionary(received => received.Id);
        return record.Repeats
            .Where(repeat => !first.TryGetValue(repeat.Id, out var original) || (original.UserId, original.Type, original.Text) != (repeat.UserId, repeat.Type, repeat.Text))
            .Select(repeat => new Breach(repeat.UserId, BreachKind.Other, $"event {repeat.Id} came again as another one: {repeat.Type} “{repeat.Text}”"));
    }
}
