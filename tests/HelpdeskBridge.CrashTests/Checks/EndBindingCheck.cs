using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// The end of a chat does not end a later one: JAICP addresses only the client, so an end that comes after the client's next chat has begun would.
/// </summary>
internal static class EndBindingCheck
{
    /// <summary>An end that was sent just before the next chat began may arrive after that.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(3);

    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        // A chat whose solved ticket could not be reopened ends by no action of an agent.
        var notReopened = history.DeadLetters.Count(letter => letter.Kind == "ReopenTicket");
        foreach (var closed in history.Events.Where(received => received.Type == "Closed"))
        {
            // Without an end before it, another check reports it.
            if (history.Actions.LastOrDefault(action => action.EndsChat && action.StartedAt <= closed.ReceivedAt) is not { } end)
                continue;
            var opening = history.Calls.FirstOrDefault(call => call is { Kind: CallKind.SelectDestination, IsAccepted: true }
                && call.StartedAt > end.EndedAt && call.EndedAt < closed.ReceivedAt - LongestWay && !IsMove(history, end, call));
            if (opening is not null && --notReopened < 0)
            {
                var when = $"at {closed.ReceivedAt:HH:mm:ss.fff}, after the hand-over #{opening.Number}";
                yield return new Breach(history.UserId, BreachKind.Other, $"the end at {end.EndedAt:HH:mm:ss.fff} reached JAICP {when}");
            }
        }
    }

    /// <summary>Nobody knew of the end yet, so the hand-over moved the ticket and began no chat.</summary>
    private static bool IsMove(ClientHistory history, AgentAction end, ClientCall call) => history.Notes.Any(pair =>
        pair.Ticket.Id == end.TicketId
        && MessageText.FindChangedContext(pair.Note.Body, history.UserId).After == call.Number
        && !MessageText.SaysThatAnotherChatBegins(pair.Note.Body));
}
