using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk.Attachments;

/// <summary>
/// Uploads the client's files of a batch before the comment that attaches them. The upload token is stored, so that a comment that is sent again
/// attaches the same upload: Zendesk allows ten uploads a minute that no comment has attached (developer.zendesk.com, rate limits).
/// </summary>
internal sealed partial class ClientFileUploader(
    IZendeskUploadApi api, ClientFileDownloadQueue downloads, ClientFileSpool spool, IDatabase database, IOptions<DeliveryOptions> options,
    BridgeClock clock, ILogger<ClientFileUploader> log)
{
    /// <summary>Zendesk documents 60 minutes (Zendesk's OpenAPI file, "Upload Files"). The comment has to arrive within them.</summary>
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(50);

    /// <returns>The state of each file by message id. If an upload failed: why the batch can't be sent now.</returns>
    public async Task<(IReadOnlyDictionary<string, UploadedFile> Files, DeliveryOutcome.Retry? Failed)> UploadAsync(
        OutboundBatch batch, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, UploadedFile>();
        foreach (var message in batch.Messages)
        {
            if (message.Body is not ClientFile file)
                continue;
            var uploaded = await database.ReadAsync(store => store.ClientFiles.FindAsync(message.Id), cancellationToken);
            if (uploaded is null || !uploaded.IsSettled(clock.Now))
            {
                (uploaded, var failed) = await UploadAsync(batch, message.Id, file, cancellationToken);
                if (uploaded is null)
                    return (files, failed);
            }

            files.Add(message.Id, uploaded);
        }

        return (files, null);
    }

    /// <summary>Records that the ticket did not accept these uploads. From now on their comment names the files instead of attaching them.</summary>
    /// <returns>Whether there was an upload among them.</returns>
    public async Task<bool> MarkAsFailedAsync(
        IReadOnlyDictionary<string, UploadedFile> files, ClientFileFault fault, CancellationToken cancellationToken)
    {
        var attached = files.Where(pair => pair.Value.Fault is null).ToList();
        foreach (var (messageId, file) in attached)
            await SaveAsync(messageId, file with { UploadToken = null, UsableUntil = null, Fault = fault }, cancellationToken);
        return attached.Count > 0;
    }

    private async Task<(UploadedFile? File, DeliveryOutcome.Retry? Failed)> UploadAsync(
        OutboundBatch batch, string messageId, ClientFile file, CancellationToken cancellationToken)
    {
        var givenName = FileName.Create(file.Name, file.Url, type: null);
        if (await downloads.JoinAsync(batch.Conversation.Client, messageId, file, cancellationToken) is { } fault)
            return (await FailAsync(givenName, fault), null);

        var type = await spool.DetectTypeAsync(messageId, givenName, cancellationToken);
        var name = FileName.Create(file.Name, file.Url, type);
        using var content = new UploadContent(
            spool.GetPath(messageId), type, options.Value.RequestTimeout, clock.Network, cancellationToken);
        var result = await api.UploadAsync(name, content, content.Stalled).ToResultAsync(clock, cancellationToken);
        if (result.Content?.Upload?.Token is { Length: > 0 } token)
            return (await SaveAsync(messageId, new UploadedFile(name, token, clock.Now + TokenLifetime, Fault: null), cancellationToken), null);
        if (result.Failure is null)
            return (null, new DeliveryOutcome.Retry("the response contains no upload"));
        return ZendeskFailureTable.GetOutcome(result.Failure, onTicket: false) switch
        {
            DeliveryOutcome.Retry retry => (null, retry),

            // No comment has attached the first upload, so a second one does no harm.
            DeliveryOutcome.Unknown unknown => (null, new DeliveryOutcome.Retry(unknown.Reason, Scope: unknown.Scope)),
            _ => (await FailAsync(name, ClientFileFault.NotTaken), null),
        };

        Task<UploadedFile> FailAsync(string shownName, ClientFileFault reason)
        {
            Log.NotUploaded(log, messageId, batch.Conversation.Id, reason);
            return SaveAsync(messageId, new UploadedFile(shownName, null, null, reason), cancellationToken);
        }
    }

    private async Task<UploadedFile> SaveAsync(string messageId, UploadedFile file, CancellationToken cancellationToken)
    {
        await database.WriteAsync(store => store.ClientFiles.SaveAsync(messageId, file), cancellationToken);
        return file;
    }

    private static partial class Log
    {
        [LoggerMessage(
            6102, LogLevel.Warning,
            "The file of message {MessageId} in conversation {ConversationId} is not uploaded ({Reason}). The comment names the file and the reason")]
        public static partial void NotUploaded(ILogger logger, string messageId, string conversationId, ClientFileFault reason);
    }
}
