using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A client's file that is not in a ticket yet.</summary>
internal sealed record WaitingFile(string MessageId, ChannelUser Client, ClientFile File);

/// <summary>What became of clients' files.</summary>
internal sealed class ClientFileStore(StoreConnection connection)
{
    private const string SelectByMessage = """
        SELECT name AS Name, upload_token AS UploadToken, usable_until AS UsableUntil, fault AS Fault
        FROM client_files WHERE message_id = @messageId
        """;

    private const string Upsert = """
        INSERT INTO client_files (message_id, name, upload_token, usable_until, fault)
        SELECT @messageId, @Name, @UploadToken, @usableUntil, @fault
        WHERE EXISTS (SELECT 1 FROM messages WHERE id = @messageId)
        ON CONFLICT (message_id) DO UPDATE SET name = excluded.name, upload_token = excluded.upload_token,
            usable_until = excluded.usable_until, fault = excluded.fault
        """;

    private const string SelectWaiting = $"""
        SELECT m.id AS Id, c.channel AS Channel, c.user_id AS UserId, m.body AS Body
        FROM messages m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.kind = 'ClientFile' AND m.{QueueStore.Waiting} ORDER BY m.accepted_at, m.id
        """;

    /// <summary>What became of the file of a message; null: nothing yet.</summary>
    public async Task<UploadedFile?> FindAsync(string messageId) =>
        (await connection.FirstAsync<Row>(SelectByMessage, new { messageId }))?.ToFile();

    /// <summary>Does nothing when the message was erased meanwhile.</summary>
    public Task SaveAsync(string messageId, UploadedFile file) =>
        connection.ExecuteAsync(
            Upsert, new { messageId, file.Name, file.UploadToken, usableUntil = ToStored(file.UsableUntil), fault = file.Fault?.ToString() });

    /// <summary>All clients' files that wait, oldest first.</summary>
    public async Task<List<WaitingFile>> ListWaitingAsync() =>
        [.. (await connection.QueryAsync<WaitingRow>(SelectWaiting)).Select(row => row.ToWaitingFile()).OfType<WaitingFile>()];

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string? UploadToken { get; init; }
        public long? UsableUntil { get; init; }
        public string? Fault { get; init; }

        public UploadedFile ToFile() =>
            new(Name, UploadToken, ToTime(UsableUntil), Fault is { } fault ? ToEnum<ClientFileFault>(fault) : null);
    }

    private sealed class WaitingRow
    {
        public string Id { get; init; } = "";
        public string Channel { get; init; } = "";
        public string UserId { get; init; } = "";
        public string Body { get; init; } = "";

        /// <summary>Null when the body can't be read. Its queue finds that out as well, when its turn comes.</summary>
        public WaitingFile? ToWaitingFile() =>
            MessageBody.Parse(Body, Direction.ToHelpdesk) is ClientFile file ? new WaitingFile(Id, new ChannelUser(Channel, UserId), file) : null;
    }
}
