using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A request for a file.</summary>
internal sealed record FileRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A host outside the helpdesk that files are on; the test sets how it answers.</summary>
internal sealed class FileServerStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FileRequest> _requests = new();

    private FileServerStub(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public Func<HttpContext, Task> Answer { get; set; } = http => BytesAsync(http, "picture"u8.ToArray());

    public IReadOnlyList<FileRequest> Requests => [.. _requests];

    /// <param name="address">A loopback address; another one than usual is not among those the bridge may call.</param>
    public static async Task<FileServerStub> StartAsync(string address = "127.0.0.1")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Parse(address), 0);
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1; // HTTP allows it, and some servers do.
        });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var host = new FileServerStub(app);
        app.Run(http =>
        {
            host._requests.Enqueue(new FileRequest(
                http.Request.Method, http.Request.Path,
                http.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            return host.Answer(http);
        });
        await app.StartAsync();
        return host;
    }

    /// <summary>Answers with bytes as a file store does, parts of them as well.</summary>
    public static Task BytesAsync(HttpContext http, byte[] content, bool knowsRanges = true, string type = "image/png") =>
        Results.Bytes(content, type, enableRangeProcessing: knowsRanges, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue("\"v1\""))
            .ExecuteAsync(http);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
