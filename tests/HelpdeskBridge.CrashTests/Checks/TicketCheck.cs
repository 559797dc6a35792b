using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>No ticket is created twice, and a follow-up is created only after the ticket before it was closed or deleted.</summary>
internal static class TicketCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        foreach (var sameId in history.Tickets.GroupBy(ticket => ticket.ExternalId).Where(group => group.Count() > 1))
        {
            var ids = string.Join(", ", sameId.Select(ticket => $"#{ticket.Id}"));
            yield return new Breach(history.UserId, BreachKind.Duplicated, $"tickets {ids} have the same external id {sameId.Key}");
        }

        foreach (var conversation in history.Tickets.GroupBy(ClientHistory.GetConversation))
        {
            foreach (var (before, after) in conversation.Zip(conversation.Skip(1)))
            {
                if (before is { Status: not "closed", IsDeleted: false })
                {
                    yield return new Breach(
                        history.UserId,
                        BreachKind.Other,
                        $"ticket #{after.Id} was created although #{before.Id} of the same conversation is {before.Status}");
                }
            }
        }
    }
}
