using System.Net;

namespace HelpdeskBridge.Zendesk.SignIn;

/// <summary>Adds the credentials to each request. A token that Zendesk refuses is renewed, and the request sent again, once.</summary>
internal sealed class ZendeskSignInHandler(ZendeskCredentials credentials) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var used = await credentials.GetAsync(cancellationToken);
        request.Headers.Authorization = used;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !credentials.Discard(used))
            return response;

        response.Dispose();
        request.Headers.Authorization = await credentials.GetAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
