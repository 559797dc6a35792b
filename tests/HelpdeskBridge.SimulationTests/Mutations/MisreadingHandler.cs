using System.Net;

namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>Takes an error that passes for a refusal.</summary>
internal sealed class MisreadingHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Put && response.StatusCode >= HttpStatusCode.InternalServerError)
            response.StatusCode = HttpStatusCode.BadRequest;
        return response;
    }
}
