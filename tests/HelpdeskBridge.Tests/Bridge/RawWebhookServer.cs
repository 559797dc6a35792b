using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A socket that takes events and keeps the first line of each request as it came over the wire; servers decode it.</summary>
internal sealed class RawWebhookServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _lines = [];
    private readonly Task _serving;

    public RawWebhookServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<string> RequestLines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var first = await reader.ReadLineAsync(_end.Token) ?? "";
                var length = 0;
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
                {
                    if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                        length = int.Parse(header.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
                    if (header.Contains("chunked", StringComparison.OrdinalIgnoreCase))
                        length = -1;
                }

                await ReadBodyAsync(reader, length);
                lock (_lines)
                    _lines.Add(first);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(), _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ReadBodyAsync(StreamReader reader, int length)
    {
        if (length >= 0)
        {
            await reader.ReadBlockAsync(new char[length], _end.Token);
            return;
        }

        while (await reader.ReadLineAsync(_end.Token) is { } line && line != "0")
        {
        }
    }
}
