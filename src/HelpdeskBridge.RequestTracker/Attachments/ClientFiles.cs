using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.RequestTracker.Attachments;

/// <summary>A file of the client that is sent with its message.</summary>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Name">The name it is attached under.</param>
/// <param name="ContentType">The type it is attached as.</param>
internal sealed record ReadyFile(string Path, string Name, string ContentType);

/// <summary>
/// Prepares the client's files of a batch. They go with their message, in one request: there are no uploads. What can't be sent is stored, so that
/// a message that is sent again names it in the same way.
/// </summary>
internal sealed partial class ClientFiles(
    ClientFileDownloadQueue downloads, ClientFileSpool spool, IDatabase database, ILogger<ClientFiles> log)
{
    /// <returns>The state of each file by message id, and those to be sent.</returns>
    public async Task<(IReadOnlyDictionary<string, UploadedFile> Files, IReadOnlyList<ReadyFile> Ready)> PrepareAsync(
        OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (files, ready) = (new Dictionary<string, UploadedFile>(), new List<ReadyFile>());
        foreach (var message in batch.Messages)
        {
            if (message.Body is not ClientFile file)
                continue;
            var known = await database.ReadAsync(store => store.ClientFiles.FindAsync(message.Id), cancellationToken);
            var givenName = FileName.Create(file.Name, file.Url, type: null);
            if (known?.Fault is not null)
                files.Add(message.Id, known);
            else if (await downloads.JoinAsync(batch.Conversation.Client, message.Id, file, cancellationToken) is { } fault)
                files.Add(message.Id, await FailAsync(batch, message.Id, givenName, fault, cancellationToken));
            else if (new FileInfo(spool.GetPath(message.Id)).Length == 0)
                files.Add(message.Id, await FailAsync(batch, message.Id, givenName, ClientFileFault.Empty, cancellationToken));
            else
                ready.Add(await AddAsync(files, message.Id, file, givenName, cancellationToken));
        }

        return (files, ready);
    }

    /// <summary>Records that the ticket did not take these files. From now on their message names them instead.</summary>
    /// <returns>Whether there was one among them.</returns>
    public async Task<bool> MarkAsFailedAsync(
        IReadOnlyDictionary<string, UploadedFile> files, ClientFileFault fault, CancellationToken cancellationToken)
    {
        var attached = files.Where(pair => pair.Value.Fault is null).ToList();
        foreach (var (messageId, file) in attached)
            await SaveAsync(messageId, file with { Fault = fault }, cancellationToken);
        return attached.Count > 0;
    }

    private async Task<ReadyFile> AddAsync(
        Dictionary<string, UploadedFile> files, string messageId, ClientFile file, string givenName, CancellationToken cancellationToken)
    {
        var type = await spool.DetectTypeAsync(messageId, givenName, cancellationToken);
        var name = FileName.Create(file.Name, file.Url, type);
        files.Add(messageId, new UploadedFile(name, null, null, Fault: null));
        return new ReadyFile(spool.GetPath(messageId), name, GetSafeType(type));
    }

    /// <summary>Texts would be recoded to UTF-8, so that their bytes change. Only what is shown or played keeps its type.</summary>
    internal static string GetSafeType(string type) =>
        type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal)
            || type.StartsWith("video/", StringComparison.Ordinal)
            ? type
            : FileType.Unknown;

    private async Task<UploadedFile> FailAsync(
        OutboundBatch batch, string messageId, string name, ClientFileFault fault, CancellationToken cancellationToken)
    {
        Log.NotSent(log, messageId, batch.Conversation.Id, fault);
        return await SaveAsync(messageId, new UploadedFile(name, null, null, fault), cancellationToken);
    }

    private async Task<UploadedFile> SaveAsync(string messageId, UploadedFile file, CancellationToken cancellationToken)
    {
        await database.WriteAsync(store => store.ClientFiles.SaveAsync(messageId, file), cancellationToken);
        return file;
    }

    private static partial class Log
    {
        [LoggerMessage(
            6103, LogLevel.Warning,
            "The file of message {MessageId} in conversation {ConversationId} is not attached ({Reason}). The message names the file and the reason")]
        public static partial void NotSent(ILogger logger, string messageId, string conversationId, ClientFileFault reason);
    }
}
