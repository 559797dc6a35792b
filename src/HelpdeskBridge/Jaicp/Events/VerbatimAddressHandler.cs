namespace HelpdeskBridge.Jaicp.Events;

/// <summary>
/// Sends a request to the address that was given with it, unchanged. JAICP's key is part of that address, and decoding or encoding it again could
/// change it.
/// </summary>
internal sealed class VerbatimAddressHandler : DelegatingHandler
{
    /// <summary>The request property that holds the address.</summary>
    public const string Property = "jaicp-webhook";

    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(new HttpRequestOptionsKey<string>(Property), out var address))
            request.RequestUri = CreateUri(address);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>An address without a path is not kept verbatim: the request line would have no target.</summary>
    private static Uri CreateUri(string address)
    {
        var verbatim = new Uri(address, Verbatim);
        return verbatim.PathAndQuery.StartsWith('/') ? verbatim : new Uri(address);
    }
}
