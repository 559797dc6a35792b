using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// An OpenTelemetry collector that takes OTLP over HTTP. Sources of spans are shared by all services in the process, so spans of tests that run at
/// the same time arrive as well: tests look only at their own traces.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _loop;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();

    private OtlpReceiver(HttpListener listener, Uri url)
    {
        (_listener, Url) = (listener, url);
        _loop = RunAsync();
    }

    public Uri Url { get; }

    /// <summary>The standard variables that send everything here, soon.</summary>
    public (string Key, string? Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Url.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];

    /// <summary>All spans, in order of arrival.</summary>
    public IReadOnlyList<ExportedSpan> Spans => [.. Bodies("/v1/traces").SelectMany(OtlpSpans.Read)];

    public static OtlpReceiver Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            var url = new Uri($"http://127.0.0.1:{FindPort()}/");
            var listener = new HttpListener { Prefixes = { url.ToString() } };
            try
            {
                listener.Start();
                return new OtlpReceiver(listener, url);
            }
            catch (HttpListenerException) when (attempt < 3)
            {
                // The port was taken meanwhile.
            }
        }
    }

    /// <summary>The bodies of the requests to a path, such as /v1/metrics.</summary>
    public IReadOnlyList<byte[]> Bodies(string path) => [.. _requests.Where(request => request.Path == path).Select(request => request.Body)];

    public IReadOnlyList<ExportedSpan> Trace(string traceId) => [.. Spans.Where(span => span.TraceId == traceId)];

    public static bool Contains(byte[] body, string text) => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private static int FindPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _requests.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                if (!_listener.IsListening)
                    return;
            }
        }
    }
}
