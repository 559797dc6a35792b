using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.NewHelpdesk.Api;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.NewHelpdesk.Tickets;

/// <summary>
/// Uploads the client's files of a batch before the comment that attaches them. What became of each is stored, so that a comment that is sent again
/// is the same comment. Where your product takes files together with their comment, see <c>ClientFiles</c> of <c>HelpdeskBridge.RequestTracker</c>.
/// </summary>
internal sealed class ClientFiles(
    INewHelpdeskApi api, ClientFileDownloadQueue downloads, ClientFileSpool spool, IDatabase database, BridgeClock clock)
{
    /// <summary>How long the product keeps a file that no comment has attached.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(50);

    /// <returns>The state of each file by message id; or why the batch can't be sent now.</returns>
    public async Task<(IReadOnlyDictionary<string, UploadedFile> Files, DeliveryOutcome? Failed)> UploadAsync(
        OutboundBatch batch, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, UploadedFile>();
        foreach (var message in batch.Messages)
        {
            if (message.Body is not ClientFile file)
                continue;
            var known = await database.ReadAsync(store => store.ClientFiles.FindAsync(message.Id), cancellationToken);
            if (known is null || !known.IsSettled(clock.Now))
            {
                (known, var failed) = await UploadAsync(batch.Conversation.Client, message.Id, file, cancellationToken);
                if (known is null)
                    return (files, failed);
                await database.WriteAsync(store => store.ClientFiles.SaveAsync(message.Id, known), cancellationToken);
            }

            files.Add(message.Id, known);
        }

        return (files, null);
    }

    private async Task<(UploadedFile? File, DeliveryOutcome? Failed)> UploadAsync(
        ChannelUser client, string messageId, ClientFile file, CancellationToken cancellationToken)
    {
        var givenName = FileName.Create(file.Name, file.Url, type: null);
        if (await downloads.JoinAsync(client, messageId, file, cancellationToken) is { } fault)
            return (new UploadedFile(givenName, null, null, fault), null);
        var type = await spool.DetectTypeAsync(messageId, givenName, cancellationToken);
        var name = FileName.Create(file.Name, file.Url, type);
        await using var content = File.OpenRead(spool.GetPath(messageId));
        var uploaded = await api.UploadAsync(name, type, content, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (uploaded.Content is { } kept)
            return (new UploadedFile(name, kept.Id, clock.Now + KeptFor, Fault: null), null);

        // A refused file is named in the comment, with the reason. Anything else is tried again: an upload may be done twice.
        return NewHelpdeskFailureTable.GetOutcome(uploaded.Failure!, onTicket: false) is DeliveryOutcome.Failed
            ? (new UploadedFile(name, null, null, ClientFileFault.NotTaken), null)
            : (null, NewHelpdeskFailureTable.GetRepeatableOutcome(uploaded.Failure!));
    }
}
