using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>
/// Uploads. They have an HTTP client of their own, because an upload may take far longer than other calls: only a stall ends it.
/// </summary>
internal interface IZendeskUploadApi
{
    /// <summary>The body is the file itself. The response is JSON, although its Content-Type is text/plain (recorded exchange).</summary>
    [Post("/api/v2/uploads")]
    Task<IApiResponse<UploadResponse>> UploadAsync(string filename, [Body] HttpContent file, CancellationToken cancellationToken);
}
