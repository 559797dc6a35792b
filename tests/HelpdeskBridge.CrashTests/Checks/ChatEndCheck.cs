using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>Every end of a chat by an agent is announced to JAICP once, and nothing else is announced as an end.</summary>
internal static class ChatEndCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        var ends = history.Actions.Where(action => action.EndsChat).ToList();
        var closedEvents = history.Events.Where(received => received.Type == "Closed").ToList();

        // The chat ends again where its solved ticket could not be reopened.
        var notReopened = history.DeadLetters.Count(letter => letter.Kind == "ReopenTicket");
        foreach (var (index, closed) in closedEvents.Index())
        {
            if (ends.Count(end => end.StartedAt <= closed.ReceivedAt) + notReopened <= index)
            {
                yield return new Breach(
                    history.UserId, BreachKind.Other, $"Closed came at {closed.ReceivedAt:HH:mm:ss.fff}, but no agent had ended the chat");
                yield break;
            }
        }

        // JAICP refused them for good.
        var refused = history.DeadLetters.Count(letter => letter.Kind == "ChatClosed");
        foreach (var end in ends.Where(end => end.IsChatKnownOpen))
        {
            var next = FindNext(history, end);
            var count = closedEvents.Count(closed => closed.ReceivedAt >= end.StartedAt && closed.ReceivedAt < next);
            if ((count > 1 && (notReopened -= count - 1) < 0) || (count == 0 && --refused < 0))
            {
                yield return new Breach(
                    history.UserId,
                    count == 0 ? BreachKind.Lost : BreachKind.Duplicated,
                    $"the end at {end.EndedAt:HH:mm:ss.fff} was announced {count} times");
            }
        }
    }

    /// <summary>When somebody did something after that end which may lead to another one.</summary>
    public static DateTimeOffset FindNext(ClientHistory history, AgentAction end) =>
        history.Actions.Where(action => action.EndsChat && action.Number > end.Number).Select(action => action.StartedAt)
            .Concat(history.Calls.Where(call => call.CanOpenChat && call.StartedAt > end.EndedAt).Select(call => call.StartedAt))
            .DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
}
