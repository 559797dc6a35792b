namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>
/// Does not read the body of a success: with another language than English it breaks off, although everything was done. The body of an error is
/// loaded, up to a limit.
/// </summary>
internal sealed class WriteResponseHandler(long maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (response.IsSuccessStatusCode)
                WithoutBody(response);
            else
                await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static void WithoutBody(HttpResponseMessage response)
    {
        response.Content.Dispose();
        response.Content = new ByteArrayContent([]);
    }
}
