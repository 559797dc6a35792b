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
/// Uploads a batch's files before the comment that takes them along. The token is kept, so that a comment sent again takes the same upload:
/// Zendesk allows ten uploads a minute that no comment has taken.
/// </summary>
internal sealed partial class ClientFileUploader(IZendeskUploads api, ClientFileDownloadQueue fetches, ClientFileSpool spool, IDatabase database, IOptions<DeliveryOptions> options, BridgeClock clock, ILogger<ClientFileUploader> log)
{
    /// <summary>Zendesk documents 60 minutes; the comment has to arrive within them.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(50);

    /// <returns>What becomes of each file, by its message's id; or what becomes of the batch, when that can't be told now.</returns>
    public async Task<(IReadOnlyDictionary<string, UploadedFile> Files, DeliveryOutcome? Failed)> BringAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, UploadedFile>();
        foreach (var message in batch.Messages)
        {
            if (message.Body is not ClientFile file)
                continue;
            var carried = await database.ReadAsync(store => store.ClientFiles.FindAsync(message.Id), cancellationToken);
            if (carried is null || !carried.IsSettled(clock.Now))
            {
                (carried, var failed) = await CarryAsync(batch, message.Id, file, cancellationToken);
                if (carried is null)
                    return (files, failed);
            }

            files.Add(message.Id, carried);
        }

        return (files, null);
    }

    /// <summary>Zendesk has refused the comment, or taken it without its file: the file is told of instead.</summary>
    public async Task<bool> GiveUpAsync(IReadOnlyDictionary<string, UploadedFile> files, ClientFileFault fault, CancellationToken cancellationToken)
    {
        var attached = files.Where(pair => pair.Value.Fault is null).ToList();
        foreach (var (messageId, carried) in attached)
            await SaveAsync(messageId, carried with { UploadToken = null, UsableUntil = null, Fault = fault }, cancellationToken);
        return attached.Count > 0;
    }

    private async Task<(UploadedFile? Carried, DeliveryOutcome? Failed)> CarryAsync(OutboundBatch batch, string messageId, ClientFile file, CancellationToken cancellationToken)
    {
        if (await fetches.JoinAsync(batch.Conversation.Client.Channel, messageId, file, cancellationToken) is { } fault)
            return (await FailAsync(FileName.Create(file.Name, file.Url, type: null), fault), null);

        var type = FileType.Detect(await HeadAsync(messageId, cancellationToken), FileName.Create(file.Name, file.Url, type: null));
        var name = FileName.Create(file.Name, file.Url, type);
        using var upload = new UploadContent(spool.GetPath(messageId), type, options.Value.RequestTimeout, cancellationToken);
        var answer = await api.UploadAsync(name, upload, upload.Stalled).AsAnswerAsync(clock, cancellationToken);
        if (answer.Content?.Upload?.Token is { Length: > 0 } token)
            return (await SaveAsync(messageId, new UploadedFile(name, token, clock.Now + TokenLife, Fault: null), cancellationToken), null);
        if (answer.Failure is null)
            return (null, new DeliveryOutcome.Retry("the answer names no upload"));
        return ZendeskFailureTable.GetOutcome(answer.Failure, onTicket: false) switch
        {
            DeliveryOutcome.Failed => (await FailAsync(name, ClientFileFault.NotTaken), null),

            // Nothing is in the ticket yet, so a second upload does no harm.
            DeliveryOutcome.Unknown unsure => (null, new DeliveryOutcome.Retry(unsure.Reason, Outage: true)),
            var other => (null, other),
        };

        Task<UploadedFile> FailAsync(string shown, ClientFileFault why)
        {
            Log.NotCarried(log, messageId, batch.Conversation.Id, why);
            return SaveAsync(messageId, new UploadedFile(shown, null, null, why), cancellationToken);
        }
    }

    private async Task<UploadedFile> SaveAsync(string messageId, UploadedFile carried, CancellationToken cancellationToken)
    {
        await database.WriteAsync(store => store.ClientFiles.SaveAsync(messageId, carried), cancellationToken);
        return carried;
    }

    private async Task<byte[]> HeadAsync(string messageId, CancellationToken cancellationToken)
    {
        var head = new byte[FileType.HeadBytes];
        await using var file = File.OpenRead(spool.GetPath(messageId));
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return head[..read];
    }

    private static partial class Log
    {
        [LoggerMessage(6102, LogLevel.Warning, "File {MessageId} of conversation {ConversationId} is not carried: {Reason}; its comment says so")]
        public static partial void NotCarried(ILogger logger, string messageId, string conversationId, ClientFileFault reason);
    }
}
