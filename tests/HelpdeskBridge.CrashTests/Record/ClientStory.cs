namespace HelpdeskBridge.CrashTests.Record;

/// <summary>The part of a record that is about one client.</summary>
internal sealed class ClientStory
{
    private ClientStory(string userId, IEnumerable<ClientCall> calls, IEnumerable<AgentAct> acts, IEnumerable<SeenTicket> tickets, IEnumerable<SeenEvent> events, IEnumerable<DeadLetter> dead)
    {
        UserId = userId;
        Calls = [.. calls.OrderBy(call => call.Number)];
        Acts = [.. acts.OrderBy(act => act.Number)];
        // The ids of conversations are ordered by time; a follow-up has its conversation's id and a higher number behind it.
        Tickets = [.. tickets.OrderBy(ConversationOf, StringComparer.Ordinal).ThenBy(ticket => ticket.Id)];
        Events = [.. events.OrderBy(received => received.At)];
        DeadLetters = [.. dead];
    }

    public string UserId { get; }

    public IReadOnlyList<ClientCall> Calls { get; }

    public IReadOnlyList<AgentAct> Acts { get; }

    /// <summary>Conversation by conversation, each with its tickets in their order.</summary>
    public IReadOnlyList<SeenTicket> Tickets { get; }

    public IReadOnlyList<SeenEvent> Events { get; }

    public IReadOnlyList<DeadLetter> DeadLetters { get; }

    public static IReadOnlyList<ClientStory> Of(RunRecord record)
    {
        var calls = record.Calls.ToLookup(call => call.UserId);
        var acts = record.Acts.ToLookup(act => act.UserId);
        var tickets = record.Tickets.ToLookup(ticket => ticket.UserId);
        var events = record.Events.ToLookup(received => received.UserId);
        var dead = record.DeadLetters.ToLookup(letter => letter.UserId);
        var users = new[] { calls.Select(g => g.Key), acts.Select(g => g.Key), tickets.Select(g => g.Key), events.Select(g => g.Key) };
        return [.. users.SelectMany(ids => ids).Distinct().Select(id => new ClientStory(id, calls[id], acts[id], tickets[id], events[id], dead[id]))];
    }

    /// <summary><c>jaicp:{conversation}</c>, without the number of a follow-up.</summary>
    public static string ConversationOf(SeenTicket ticket) => string.Join(':', (ticket.ExternalId ?? "").Split(':').Take(2));
}
