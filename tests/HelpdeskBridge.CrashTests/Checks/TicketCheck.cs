using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// No ticket is created twice, and a follow-up is created only after the ticket before it was closed or deleted. Where tickets are used again, a new
/// chat has another ticket only then too.
/// </summary>
internal static class TicketCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        foreach (var sameId in history.Tickets.GroupBy(ticket => ticket.ExternalId).Where(group => group.Count() > 1))
        {
            var ids = string.Join(", ", sameId.Select(ticket => $"#{ticket.Id}"));
            yield return new Breach(history.UserId, BreachKind.Duplicated, $"tickets {ids} have the same external id {sameId.Key}");
        }

        foreach (var (before, after) in history.Tickets.Zip(history.Tickets.Skip(1)))
        {
            var isSameConversation = ClientHistory.GetConversation(before) == ClientHistory.GetConversation(after);
            if (!before.IsClosed && (isSameConversation || history.ReusesTicket))
            {
                var what = $"#{before.Id} of {(isSameConversation ? "the same conversation" : "the client's chat before")} is {before.Status}";
                yield return new Breach(history.UserId, BreachKind.Other, $"ticket #{after.Id} was created although {what}");
            }
        }
    }
}
