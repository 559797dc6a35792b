using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HelpdeskBridge.FuzzTests;

/// <summary>
/// Passes requests on, and breaks three of ten answers: their status, their headers, their bodies, or the connection in the middle.
/// </summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private static readonly int[] Statuses = [200, 201, 204, 302, 400, 401, 403, 404, 409, 413, 418, 422, 429, 500, 502, 503, 504, 599];
    private static readonly string[] Kept = ["Content-Type", "Location"];

    private readonly WebApplication _app;
    private readonly Uri _target;
    private readonly int _seed;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private int _requests;
    private int _broken;

    private BreakingProxy(Uri target, int seed)
    {
        (_target, _seed) = (target, seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    public bool IsBroken { get; set; } = true;

    /// <summary>Answers a request itself; null: the request is passed on.</summary>
    public Func<HttpRequest, byte[]?>? Instead { get; set; }

    /// <summary>How many answers were broken.</summary>
    public int Broken => _broken;

    public static async Task<BreakingProxy> StartAsync(Uri target, int seed)
    {
        var proxy = new BreakingProxy(target, seed);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        if (Instead?.Invoke(http.Request) is { } instead)
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(instead);
            return;
        }

        using var request = new HttpRequestMessage(
            new HttpMethod(http.Request.Method), new Uri(_target, http.Request.Path.ToUriComponent() + http.Request.QueryString));
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, value) in http.Request.Headers)
        {
            if (name is not ("Host" or "Content-Length" or "Transfer-Encoding") && !request.Headers.TryAddWithoutValidation(name, value.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        using var answer = await _http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var mutator = new Mutator(_seed, Interlocked.Increment(ref _requests));
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var name in Kept)
        {
            if ((answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values))
                && values.FirstOrDefault() is { } value)
                http.Response.Headers[name] = value;
        }

        if (IsBroken && mutator.Random.Next(10) < 3)
        {
            Interlocked.Increment(ref _broken);
            if (mutator.Random.Next(3) == 0)
                http.Response.StatusCode = mutator.Pick(Statuses);
            if (mutator.Random.Next(4) == 0)
                http.Response.Headers.RetryAfter = mutator.Pick(["0", "1", "-1", "soon", "0.5", "Wed, 21 Oct 2015 07:28:00 GMT"]);
            if (mutator.Random.Next(2) == 0)
                bytes = mutator.Mutate([bytes, .. Corpus.Answers]);
            if (mutator.Random.Next(8) == 0)
            {
                http.Abort();
                return;
            }
        }

        if (http.Response.StatusCode is not (204 or 304))
            await http.Response.Body.WriteAsync(bytes);
    }
}
