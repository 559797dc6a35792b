namespace HelpdeskBridge.Outbound;

/// <summary>
/// Takes an answer whole before it is looked at, and no larger than it can be in earnest: one without an end is a failure like any other
/// on the way, not the end of the process's memory.
/// </summary>
/// <param name="maxBytes">Largest body.</param>
internal sealed class MaxResponseSizeHandler(long maxBytes) : DelegatingHandler
{
    /// <summary>A page of a hundred comments of 64 kB, each given in three forms, has 19 MB.</summary>
    public const long MaxDataBytes = 32 * 1024 * 1024;

    /// <summary>A word or two: a token, an error, {}.</summary>
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
