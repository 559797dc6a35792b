using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>What was erased.</summary>
/// <param name="Conversations">How many conversations.</param>
/// <param name="Tickets">Their tickets in the helpdesk, by its name, which are not erased there.</param>
/// <param name="Messages">The ids of their messages; files in the spool are named by them.</param>
internal sealed record Erased(int Conversations, IReadOnlyList<(string Helpdesk, string TicketId)> Tickets, IReadOnlyList<string> Messages);

/// <summary>Deletes conversations with everything that belongs to them.</summary>
internal sealed class ErasureStore(StoreConnection connection)
{
    /// <summary>Erases conversations with everything that belongs to them, whatever state they are in. What belongs to others as well stays.</summary>
    public async Task<Erased> EraseAsync(IReadOnlyCollection<string> ids)
    {
        var (messages, tickets) = (new List<string>(), new List<(string, string)>());
        foreach (var id in ids)
        {
            messages.AddRange(await connection.QueryAsync<string>("SELECT id FROM messages WHERE conversation_id = @id", new { id }));
            var own = await connection.QueryAsync<TicketKeyRow>("SELECT helpdesk AS Helpdesk, ticket_id AS TicketId FROM tickets WHERE conversation_id = @id", new { id });
            tickets.AddRange(own.Select(row => (row.Helpdesk, row.TicketId)));
            await connection.ExecuteAsync("DELETE FROM attempts WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = @id)", new { id });
            await connection.ExecuteAsync("DELETE FROM client_files WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = @id)", new { id });
            await connection.ExecuteAsync("DELETE FROM messages WHERE conversation_id = @id", new { id });
            await connection.ExecuteAsync("DELETE FROM tickets WHERE conversation_id = @id", new { id });
            foreach (var row in own)
            {
                await connection.ExecuteAsync(
                    """
                    DELETE FROM noted_tickets WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId
                        AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.helpdesk = noted_tickets.helpdesk AND t.ticket_id = noted_tickets.ticket_id)
                    """,
                    new { row.Helpdesk, row.TicketId });
            }

            // The helpdesk's user of a client who has no other conversation.
            await connection.ExecuteAsync(
                """
                DELETE FROM requesters WHERE (helpdesk, channel, user_id) IN (SELECT helpdesk, channel, user_id FROM conversations WHERE id = @id)
                    AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id <> @id AND c.channel = requesters.channel AND c.user_id = requesters.user_id)
                """,
                new { id });
            await connection.ExecuteAsync("DELETE FROM conversations WHERE id = @id", new { id });
        }

        return new Erased(ids.Count, tickets, messages);
    }

    private sealed class TicketKeyRow
    {
        public string Helpdesk { get; init; } = "";
        public string TicketId { get; init; } = "";
    }
}
