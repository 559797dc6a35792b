namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>The part of a record that is about one client.</summary>
internal sealed class ClientHistory
{
    private ClientHistory(
        string userId,
        IEnumerable<ClientCall> calls,
        IEnumerable<AgentAction> actions,
        IEnumerable<RecordedTicket> tickets,
        IEnumerable<RecordedEvent> events,
        IEnumerable<DeadLetter> deadLetters,
        IEnumerable<StoredRating> ratings,
        RunRecord record)
    {
        UserId = userId;
        (ReusesTicket, Refusals) = (record.ReusesTicket, record.Refusals);
        Calls = [.. calls.OrderBy(call => call.Number)];
        Actions = [.. actions.OrderBy(action => action.Number)];

        // The ids of conversations are ordered by time. A follow-up has its conversation's id with a higher number appended.
        Tickets = [.. tickets.OrderBy(GetConversation, StringComparer.Ordinal).ThenBy(ticket => ticket.Id)];
        Events = [.. events.OrderBy(received => received.ReceivedAt)];
        DeadLetters = [.. deadLetters];
        Ratings = [.. ratings];
    }

    public string UserId { get; }

    public IReadOnlyList<ClientCall> Calls { get; }

    public IReadOnlyList<AgentAction> Actions { get; }

    /// <summary>Conversation by conversation, each with its tickets in their order.</summary>
    public IReadOnlyList<RecordedTicket> Tickets { get; }

    public IReadOnlyList<RecordedEvent> Events { get; }

    public IReadOnlyList<DeadLetter> DeadLetters { get; }

    public IReadOnlyList<StoredRating> Ratings { get; }

    /// <inheritdoc cref="RunRecord.ReusesTicket"/>
    public bool ReusesTicket { get; }

    /// <summary><inheritdoc cref="RunRecord.Refusals"/> It is of all clients.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>Internal notes that the bridge wrote, each with its ticket.</summary>
    public IEnumerable<(RecordedTicket Ticket, RecordedComment Note)> Notes =>
        from ticket in Tickets
        from comment in ticket.Comments
        where comment is { Author: CommentAuthor.Bridge, IsPublic: false }
        select (ticket, comment);

    /// <summary>The histories of all clients in the record.</summary>
    public static IReadOnlyList<ClientHistory> CreateAll(RunRecord record)
    {
        var calls = record.Calls.ToLookup(call => call.UserId);
        var actions = record.Actions.ToLookup(action => action.UserId);
        var tickets = record.Tickets.ToLookup(ticket => ticket.UserId);
        var events = record.Events.ToLookup(received => received.UserId);
        var deadLetters = record.DeadLetters.ToLookup(letter => letter.UserId);
        var ratings = record.Ratings.ToLookup(rating => rating.UserId);
        var users = new[] { calls.Select(g => g.Key), actions.Select(g => g.Key), tickets.Select(g => g.Key), events.Select(g => g.Key) };
        return
        [
            .. users.SelectMany(ids => ids).Distinct()
                .Select(id => new ClientHistory(
                    id, calls[id], actions[id], tickets[id], events[id], deadLetters[id], ratings[id], record)),
        ];
    }

    /// <summary><c>jaicp:{conversation}</c>, without the number of a follow-up.</summary>
    public static string GetConversation(RecordedTicket ticket) => string.Join(':', (ticket.ExternalId ?? "").Split(':').Take(2));
}
