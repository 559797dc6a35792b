using System.Net;

namespace HelpdeskBridge.SimulationTests.Outside;

/// <summary>A request that was read completely, so that it can be sent whatever becomes of its sender.</summary>
internal sealed record CapturedRequest(HttpMethod Method, Uri Url, List<KeyValuePair<string, IEnumerable<string>>> Headers, byte[]? Body,
    List<KeyValuePair<string, IEnumerable<string>>> ContentHeaders)
{
    public static async Task<CapturedRequest> CreateAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return new CapturedRequest(
            request.Method, request.RequestUri!, [.. request.Headers], body, request.Content is null ? [] : [.. request.Content.Headers]);
    }

    public HttpRequestMessage ToMessage()
    {
        // Written anew, because the test server refuses addresses that are kept as they were given.
        var message = new HttpRequestMessage(Method, new Uri(Url.OriginalString));
        foreach (var (name, values) in Headers)
            message.Headers.TryAddWithoutValidation(name, values);
        if (Body is null)
            return message;
        message.Content = new ByteArrayContent(Body);
        foreach (var (name, values) in ContentHeaders)
            message.Content.Headers.TryAddWithoutValidation(name, values);
        return message;
    }
}

/// <summary>An answer that was read completely.</summary>
internal sealed record CapturedResponse(HttpStatusCode Status, List<KeyValuePair<string, IEnumerable<string>>> Headers, byte[] Body,
    List<KeyValuePair<string, IEnumerable<string>>> ContentHeaders)
{
    public static async Task<CapturedResponse> CreateAsync(HttpResponseMessage response) => new(
        response.StatusCode, [.. response.Headers], await response.Content.ReadAsByteArrayAsync(), [.. response.Content.Headers]);

    public static CapturedResponse Create(int status, string contentType, string body, params (string Name, string Value)[] headers) => new(
        (HttpStatusCode)status,
        [.. headers.Select(header => KeyValuePair.Create(header.Name, (IEnumerable<string>)[header.Value]))],
        System.Text.Encoding.UTF8.GetBytes(body),
        [KeyValuePair.Create("Content-Type", (IEnumerable<string>)[contentType])]);

    public HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        var message = new HttpResponseMessage(Status) { RequestMessage = request, Content = new ByteArrayContent(Body) };
        foreach (var (name, values) in Headers)
            message.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in ContentHeaders)
            message.Content.Headers.TryAddWithoutValidation(name, values);
        return message;
    }
}
