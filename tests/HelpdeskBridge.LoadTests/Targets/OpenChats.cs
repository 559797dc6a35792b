using System.Globalization;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.Simulators.Zendesk;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.LoadTests.Targets;

/// <summary>
/// Chats that are open in the store and have their tickets in the simulated helpdesk. They did not go through the service, so that there can soon be
/// many of them.
/// </summary>
internal sealed class OpenChats
{
    private const int Connections = 16;

    private const string InsertConversation = """
        INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, destination_id, user_name, attributes, ticket_id,
            ticket_status, tickets_opened, version, last_word_at, answered_at)
        VALUES (@id, 'shop', @user, 'main', 'Open', @now, @group, 'Ann', '{"order":"1"}', @ticket, 'New', 1, 3, @now, @now);
        INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, read_until, seen_updated_at, last_read_at)
        VALUES ('main', @ticket, @id, @now, @now, @updated, @now);
        INSERT INTO requesters (helpdesk, channel, user_id, requester_id, name) VALUES ('main', 'shop', @user, @requester, 'Ann')
        """;

    /// <summary>As if they had been accepted while the helpdesk could not be reached: only the first of each chat is at the front.</summary>
    private const string InsertWaiting = """
        INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, state, attempts, accepted_at, due_at, behind)
        SELECT substr(c.id, 1, 12) || printf('7%03x', n.value) || substr(c.id, 17), c.id, 'ToHelpdesk', n.value, 'ClientText',
            '{"kind":"clientText","text":"Text ' || n.value || '"}', 'Pending', 0, @now, @now, n.value > 1
        FROM conversations c, (WITH RECURSIVE numbers (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < @each)
            SELECT value FROM numbers) n
        WHERE c.phase = 'Open' ORDER BY c.id, n.value
        """;

    private readonly IReadOnlyList<SimulatedTicket> _tickets;

    private OpenChats(IReadOnlyList<SimulatedTicket> tickets) => _tickets = tickets;

    public int Count => _tickets.Count;

    public static string GetUser(int chat) => string.Create(CultureInfo.InvariantCulture, $"chat-{chat}");

    public long GetTicket(int chat) => _tickets[chat].Id;

    /// <summary>Opens the tickets, with the mark by which the service knows its own comments.</summary>
    public static async Task<OpenChats> CreateAsync(SimulatedZendesk zendesk, int count)
    {
        // Nobody is told of the new tickets.
        (var webhook, zendesk.Webhook) = (zendesk.Webhook, null);
        using (var connection = await ZendeskConnection.OpenAsync(zendesk))
            await connection.CreateAsync("/api/v2/users/create_or_update", """{"user":{"name":"Ann","external_id":"ann"}}""");
        var requester = zendesk.Users.Single(user => user.ExternalId == "ann").Id;
        var before = zendesk.Tickets.Count;
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await ZendeskConnection.OpenAsync(zendesk);
            while (Interlocked.Increment(ref next) is var number && number <= count)
            {
                await connection.CreateAsync(
                    "/api/v2/tickets",
                    $$"""
                    {"ticket":{"subject":"Chat","external_id":"jaicp:{{number}}","requester_id":{{requester}},"submitter_id":{{requester}},
                    "group_id":{{zendesk.Groups[0].Id}},"comment":{"body":"Hello"},"metadata":{"helpdesk_bridge":"chat-{{number}}"} } }
                    """);
            }
        })));
        zendesk.Webhook = webhook;
        return new OpenChats([.. zendesk.Tickets.Skip(before)]);
    }

    /// <param name="path">The database's file, which has the present schema and no conversation.</param>
    /// <param name="waitingEach">How many texts of each client wait.</param>
    public void Fill(string path, int waitingEach = 0)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using (var transaction = connection.BeginTransaction())
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            using var insert = connection.CreateCommand();
            insert.CommandText = InsertConversation;
            foreach (var name in new[] { "id", "user", "group", "ticket", "updated", "requester", "now" })
                insert.Parameters.AddWithValue($"@{name}", now);
            for (var chat = 0; chat < Count; chat++)
            {
                var ticket = _tickets[chat];
                insert.Parameters["@id"].Value = $"{now:x12}7000800000{chat:x10}";
                insert.Parameters["@user"].Value = GetUser(chat);
                insert.Parameters["@group"].Value = ticket.GroupId!.Value.ToString(CultureInfo.InvariantCulture);
                insert.Parameters["@ticket"].Value = ticket.Id.ToString(CultureInfo.InvariantCulture);
                insert.Parameters["@updated"].Value = ticket.UpdatedAt.ToUnixTimeMilliseconds();
                insert.Parameters["@requester"].Value = ticket.RequesterId.ToString(CultureInfo.InvariantCulture);
                insert.ExecuteNonQuery();
            }

            using var waiting = connection.CreateCommand();
            waiting.CommandText = InsertWaiting;
            waiting.Parameters.AddWithValue("@now", now);
            waiting.Parameters.AddWithValue("@each", waitingEach);
            if (waitingEach > 0)
                waiting.ExecuteNonQuery();
            transaction.Commit();
        }
    }
}
