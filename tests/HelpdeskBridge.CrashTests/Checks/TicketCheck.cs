using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>No ticket twice, and a follow-up only where the ticket before takes nothing any more.</summary>
internal static class TicketCheck
{
    public static IEnumerable<Breach> Breaches(ClientStory story)
    {
        foreach (var twins in story.Tickets.GroupBy(ticket => ticket.ExternalId).Where(group => group.Count() > 1))
            yield return new Breach(story.UserId, BreachKind.Duplicated, $"tickets {string.Join(", ", twins.Select(t => $"#{t.Id}"))} have the same external id {twins.Key}");
        foreach (var conversation in story.Tickets.GroupBy(ClientStory.ConversationOf))
        {
            foreach (var (before, after) in conversation.Zip(conversation.Skip(1)))
            {
                if (before is { Status: not "closed", IsDeleted: false })
                    yield return new Breach(story.UserId, BreachKind.Other, $"ticket #{after.Id} was opened although #{before.Id} of the same conversation is {before.Status}");
            }
        }
    }
}
