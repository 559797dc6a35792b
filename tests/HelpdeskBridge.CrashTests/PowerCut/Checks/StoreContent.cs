using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.CrashTests.Recording;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.CrashTests.PowerCut.Checks;

/// <summary>A message in the store.</summary>
internal sealed record StoredMessage(string Id, string UserId, MessageBody Body)
{
    /// <summary>The number of a client's text or file; null: it is neither.</summary>
    public long? ClientNumber => Body switch
    {
        ClientText text => MessageText.FindClientMessages(text.Text, UserId) is [var number] ? number : null,
        ClientFile file => MessageText.FindClientMessages(file.Name ?? "", UserId) is [var number] ? number : null,
        _ => null,
    };
}

/// <summary>What is in a store, read without the service.</summary>
/// <param name="Damage">What SQLite finds wrong.</param>
/// <param name="Messages">All messages: by conversation and, within one, in the order of the queue.</param>
/// <param name="Users">The clients with a conversation.</param>
/// <param name="NotedTickets">The tickets that are still to be read.</param>
/// <param name="Webhook">Where JAICP takes events; null: it is not known.</param>
internal sealed record StoreContent(
    IReadOnlyList<string> Damage,
    IReadOnlyList<StoredMessage> Messages,
    IReadOnlySet<string> Users,
    IReadOnlySet<string> NotedTickets,
    string? Webhook)
{
    /// <summary>The ids of conversations are in the order of their beginning.</summary>
    private const string SelectMessages = """
        SELECT m.id, c.user_id, m.body, m.direction FROM messages m JOIN conversations c ON c.id = m.conversation_id
        ORDER BY c.user_id, c.id, m.direction, m.sequence
        """;

    /// <exception cref="SqliteException">It can't be read.</exception>
    public static async Task<StoreContent> ReadAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        var damage = await ReadAsync(connection, "PRAGMA integrity_check", row => row.GetString(0));
        var references = await ReadAsync(
            connection, "PRAGMA foreign_key_check", row => $"{row.GetString(0)} refers to nothing in {row.GetString(2)}");
        var messages = await ReadAsync(
            connection,
            SelectMessages,
            row => new StoredMessage(
                row.GetString(0), row.GetString(1), MessageBody.Parse(row.GetString(2), Enum.Parse<Direction>(row.GetString(3)))));
        var users = await ReadAsync(connection, "SELECT user_id FROM conversations", row => row.GetString(0));
        var tickets = await ReadAsync(
            connection, "SELECT ticket_id FROM noted_tickets", row => Convert.ToString(row.GetValue(0), CultureInfo.InvariantCulture)!);
        var webhooks = await ReadAsync(connection, "SELECT webhook_url FROM channels WHERE webhook_url IS NOT NULL", row => row.GetString(0));
        return new StoreContent(
            [.. damage.Where(line => line != "ok"), .. references], messages, users.ToHashSet(), tickets.ToHashSet(), webhooks.FirstOrDefault());
    }

    /// <summary>The first column of each row.</summary>
    public static async Task<List<string>> ReadColumnAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        return await ReadAsync(connection, sql, row => row.GetString(0));
    }

    private static async Task<List<T>> ReadAsync<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> convert)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(convert(reader));
        return rows;
    }
}
