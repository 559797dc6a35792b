namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>Repeats a write at once when its answer was lost, as a careless retry policy of an HTTP client does.</summary>
internal sealed class RepeatingHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException) when (request.Method == HttpMethod.Put)
        {
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
