using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// The invariant of every run: what was accepted arrives exactly once and in order, in both directions, or it has visibly failed.
/// Every end of a chat is announced once, and ends no later chat. Nothing is created twice. What the bot says about a chat is in its ticket. Each
/// side gets only what is for it. This must hold for the complete record of a run, whatever happened: of the processes that are killed, of the power
/// cuts, of the clusters and of the simulation.
/// </summary>
internal static class Invariant
{
    public static IReadOnlyList<Breach> FindBreaches(RunRecord record) =>
    [
        .. record.Violations.Select(violation => new Breach("", BreachKind.Other, $"a simulator reports a violation: {violation}")),
        .. FindChangedEvents(record),
        .. ClientHistory.CreateAll(record).SelectMany(history => (IEnumerable<Breach>)
        [
            .. TicketCheck.FindBreaches(history),
            .. ClientMessagesCheck.FindBreaches(history),
            .. AgentMessagesCheck.FindBreaches(history),
            .. ChatEndCheck.FindBreaches(history),
            .. EndBindingCheck.FindBreaches(history),
            .. BotCallsCheck.FindBreaches(history),
            .. ReturnCheck.FindBreaches(history),
            .. AudienceCheck.FindBreaches(history),
            .. DeadLetterCheck.FindBreaches(history),
        ]),
    ];

    /// <summary>The same id always means the same event.</summary>
    private static IEnumerable<Breach> FindChangedEvents(RunRecord record)
    {
        var originals = record.Events.ToDictionary(received => received.Id);
        return record.RepeatedEvents
            .Where(repeated => !originals.TryGetValue(repeated.Id, out var original) || IsDifferent(original, repeated))
            .Select(repeated => new Breach(
                repeated.UserId, BreachKind.Other, $"event {repeated.Id} was repeated with another content: {repeated.Type} “{repeated.Text}”"));
    }

    private static bool IsDifferent(RecordedEvent original, RecordedEvent repeated) =>
        (original.UserId, original.Type, original.Text) != (repeated.UserId, repeated.Type, repeated.Text);
}
