namespace HelpdeskBridge.Storage;

/// <summary>What was erased.</summary>
/// <param name="Conversations">How many conversations.</param>
/// <param name="Tickets">Their tickets, each with the name of its helpdesk. The tickets themselves are not deleted there.</param>
/// <param name="Messages">The ids of their messages. Clients' files that wait beside the store are named by them.</param>
internal sealed record Erased(int Conversations, IReadOnlyList<(string Helpdesk, string TicketId)> Tickets, IReadOnlyList<string> Messages);

/// <summary>Deletes conversations with everything that belongs to them. What reports need to know stays, and leads to nobody.</summary>
internal sealed class ErasureStore(StoreConnection connection, ReportStore reports)
{
    private const string SelectMessages = "SELECT id FROM messages WHERE conversation_id = @id";

    private const string SelectTickets = "SELECT helpdesk AS Helpdesk, ticket_id AS TicketId FROM tickets WHERE conversation_id = @id";

    private const string DeleteAttempts = "DELETE FROM attempts WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = @id)";

    private const string DeleteClientFiles = "DELETE FROM client_files WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = @id)";

    private const string DeleteMessages = "DELETE FROM messages WHERE conversation_id = @id";

    private const string DeleteTickets = "DELETE FROM tickets WHERE conversation_id = @id";

    private const string DeletePendingSyncOfUnusedTicket = """
        DELETE FROM noted_tickets WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId
            AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.helpdesk = noted_tickets.helpdesk AND t.ticket_id = noted_tickets.ticket_id)
        """;

    private const string DeleteRequesterWithoutOtherConversation = """
        DELETE FROM requesters WHERE (channel, user_id) IN (SELECT channel, user_id FROM conversations WHERE id = @id)
            AND NOT EXISTS (
                SELECT 1 FROM conversations c WHERE c.id <> @id AND c.channel = requesters.channel AND c.user_id = requesters.user_id)
        """;

    private const string DeleteTicketRequester = "DELETE FROM ticket_requesters WHERE conversation_id = @id";

    private const string DeleteConversation = "DELETE FROM conversations WHERE id = @id";

    /// <summary>Erases conversations in whatever state they are. What other conversations share with them stays.</summary>
    public async Task<Erased> EraseAsync(IReadOnlyCollection<string> ids)
    {
        var (messages, tickets) = (new List<string>(), new List<(string Helpdesk, string TicketId)>());
        foreach (var id in ids)
        {
            messages.AddRange(await connection.QueryAsync<string>(SelectMessages, new { id }));
            tickets.AddRange(await EraseAsync(id));
        }

        return new Erased(ids.Count, tickets, messages);
    }

    /// <returns>The tickets of the conversation.</returns>
    private async Task<List<(string Helpdesk, string TicketId)>> EraseAsync(string id)
    {
        var tickets = await connection.QueryAsync<TicketRow>(SelectTickets, new { id });
        await connection.ExecuteAsync(DeleteAttempts, new { id });
        await connection.ExecuteAsync(DeleteClientFiles, new { id });
        await connection.ExecuteAsync(DeleteMessages, new { id });
        await connection.ExecuteAsync(DeleteTickets, new { id });
        foreach (var ticket in tickets)
            await connection.ExecuteAsync(DeletePendingSyncOfUnusedTicket, new { ticket.Helpdesk, ticket.TicketId });
        await connection.ExecuteAsync(DeleteRequesterWithoutOtherConversation, new { id });
        await connection.ExecuteAsync(DeleteTicketRequester, new { id });
        await reports.KeepPastChatAsync(id);
        await connection.ExecuteAsync(DeleteConversation, new { id });
        return tickets.ConvertAll(ticket => (ticket.Helpdesk, ticket.TicketId));
    }

    private sealed class TicketRow
    {
        public string Helpdesk { get; init; } = "";
        public string TicketId { get; init; } = "";
    }
}
