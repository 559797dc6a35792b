namespace HelpdeskBridge.Network;

/// <summary>
/// Loads the whole response into memory before it is read, up to a limit. A larger response fails the request, so that it can't exhaust the
/// memory of the process.
/// </summary>
/// <param name="maxBytes">The largest body, in bytes.</param>
internal sealed class MaxResponseSizeHandler(long maxBytes) : DelegatingHandler
{
    /// <summary>For responses with data. A page of 100 comments of 64 kB, each in three formats, has 19 MB.</summary>
    public const long MaxDataBytes = 32 * 1024 * 1024;

    /// <summary>For responses that only confirm something, such as a token, an error or {}.</summary>
    public const long MaxReceiptBytes = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
