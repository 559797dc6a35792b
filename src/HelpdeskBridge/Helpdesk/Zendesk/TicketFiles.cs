using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>
/// Uploads a batch's files before the comment that takes them along. The token is kept, so that a comment sent again takes the same upload:
/// Zendesk allows ten uploads a minute that no comment has taken.
/// </summary>
internal sealed partial class TicketFiles(IZendeskUploads api, FileFetches fetches, FileSpool spool, IDatabase database, BridgeSettings settings, BridgeClock clock, ILogger<TicketFiles> log)
{
    /// <summary>Zendesk documents 60 minutes; the comment has to arrive within them.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(50);

    /// <returns>What becomes of each file, by its message's id; or what becomes of the batch, when that can't be told now.</returns>
    public async Task<(IReadOnlyDictionary<string, CarriedFile> Files, DeliveryOutcome? Failed)> BringAsync(LaneBatch batch, CancellationToken cancellation)
    {
        var files = new Dictionary<string, CarriedFile>();
        foreach (var message in batch.Batch)
        {
            if (message.Body is not ClientFile file)
                continue;
            var carried = await database.ReadAsync(session => session.FindCarriedFileAsync(message.Id), cancellation);
            if (carried is null || !carried.IsSettled(clock.Now))
            {
                (carried, var failed) = await CarryAsync(batch, message.Id, file, cancellation);
                if (carried is null)
                    return (files, failed);
            }

            files.Add(message.Id, carried);
        }

        return (files, null);
    }

    /// <summary>Zendesk has refused the comment, or taken it without its file: the file is told of instead.</summary>
    public async Task<bool> GiveUpAsync(IReadOnlyDictionary<string, CarriedFile> files, FileFault fault, CancellationToken cancellation)
    {
        var attached = files.Where(pair => pair.Value.Fault is null).ToList();
        foreach (var (messageId, carried) in attached)
            await SaveAsync(messageId, carried with { UploadToken = null, UsableUntil = null, Fault = fault }, cancellation);
        return attached.Count > 0;
    }

    private async Task<(CarriedFile? Carried, DeliveryOutcome? Failed)> CarryAsync(LaneBatch batch, string messageId, ClientFile file, CancellationToken cancellation)
    {
        if (await fetches.JoinAsync(batch.Conversation.Client.Channel, messageId, file, cancellation) is { } fault)
            return (await FailAsync(FileName.Of(file.Name, file.Url, type: null), fault), null);

        var type = FileType.Of(await HeadAsync(messageId, cancellation), FileName.Of(file.Name, file.Url, type: null));
        var name = FileName.Of(file.Name, file.Url, type);
        using var upload = new UploadBody(spool.PathOf(messageId), type, settings.Delivery.RequestTimeout, cancellation);
        var answer = await api.UploadAsync(name, upload, upload.Stalled).AsAnswerAsync(clock, cancellation);
        if (answer.Content?.Upload?.Token is { Length: > 0 } token)
            return (await SaveAsync(messageId, new CarriedFile(name, token, clock.Now + TokenLife, Fault: null), cancellation), null);
        if (answer.Failure is null)
            return (null, new DeliveryOutcome.Retry("the answer names no upload"));
        return ZendeskFailureTable.OutcomeOf(answer.Failure, onTicket: false) switch
        {
            DeliveryOutcome.Dead => (await FailAsync(name, FileFault.NotTaken), null),

            // Nothing is in the ticket yet, so a second upload does no harm.
            DeliveryOutcome.Unsure unsure => (null, new DeliveryOutcome.Retry(unsure.Reason, Outage: true)),
            var other => (null, other),
        };

        Task<CarriedFile> FailAsync(string shown, FileFault why)
        {
            Log.NotCarried(log, messageId, batch.Conversation.Id, why);
            return SaveAsync(messageId, new CarriedFile(shown, null, null, why), cancellation);
        }
    }

    private async Task<CarriedFile> SaveAsync(string messageId, CarriedFile carried, CancellationToken cancellation)
    {
        await database.WriteAsync(session => session.SaveCarriedFileAsync(messageId, carried), cancellation);
        return carried;
    }

    private async Task<byte[]> HeadAsync(string messageId, CancellationToken cancellation)
    {
        var head = new byte[FileType.HeadBytes];
        await using var file = File.OpenRead(spool.PathOf(messageId));
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        return head[..read];
    }

    private static partial class Log
    {
        [LoggerMessage(6102, LogLevel.Warning, "File {MessageId} of conversation {ConversationId} is not carried: {Reason}; its comment says so")]
        public static partial void NotCarried(ILogger logger, string messageId, string conversationId, FileFault reason);
    }
}
