using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

internal sealed partial class StoreSession
{
    /// <summary>The secret of that name. The first who asks has brought it; everybody gets the same one, also processes that ask at the same time.</summary>
    public async Task<string> FindOrAddSecretAsync(string name, string candidate, DateTimeOffset now)
    {
        await ExecuteAsync(
            "INSERT INTO secrets (name, value, created_at) VALUES (@name, @candidate, @now) ON CONFLICT (name) DO NOTHING",
            new { name, candidate, now = Stored(now) });
        return await FirstAsync<string>("SELECT value FROM secrets WHERE name = @name", new { name })
            ?? throw new InvalidDataException("A secret was stored a moment ago.");
    }

    /// <summary>The file a message to JAICP is about, and the helpdesk that has it; null: there is no such message.</summary>
    public async Task<(string Helpdesk, AttachedFile File)?> FindSentFileAsync(string messageId) =>
        await FirstAsync<SentFileRow>(
            "SELECT c.helpdesk AS Helpdesk, m.body AS Body FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = @messageId",
            new { messageId }) is { } row && MessageBody.Parse(row.Body) is AgentFile sent
            ? (row.Helpdesk, sent.File)
            : null;

    private sealed class SentFileRow
    {
        public string Helpdesk { get; init; } = "";
        public string Body { get; init; } = "";
    }
}
