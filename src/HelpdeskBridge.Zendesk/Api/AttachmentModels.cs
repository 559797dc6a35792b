namespace HelpdeskBridge.Zendesk.Api;

/// <param name="Id">Zendesk's id.</param>
/// <param name="FileName">The name the agent's file had.</param>
/// <param name="ContentUrl">Its address, which contains a secret token. It may be on another host than the account's.</param>
/// <param name="ContentType">The type, which Zendesk guesses mostly from the name.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Deleted">An agent deleted it.</param>
/// <param name="MalwareScanResult">
/// not_scanned, malware_found, malware_not_found or failed_to_scan; null in accounts that don't scan.
/// </param>
internal sealed record ZendeskAttachment(
    long Id, string? FileName, string? ContentUrl, string? ContentType, long? Size, bool? Deleted, string? MalwareScanResult);

/// <summary>Response of <c>POST /api/v2/uploads</c>.</summary>
internal sealed record UploadResponse(ZendeskUpload? Upload);

/// <param name="Token">Goes into <see cref="CommentDraft.Uploads"/>.</param>
internal sealed record ZendeskUpload(string? Token);
