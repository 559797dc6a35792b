using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpdeskBridge.Tests.Network;

/// <summary>A listener that keeps each request byte for byte and answers what the test gives it.</summary>
internal sealed class RawHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _requests = [];
    private readonly Func<string, string?> _answer;
    private readonly Task _serving;
    private int _connections;

    /// <param name="answer">From a path to the whole answer; null: none, the connection stays open.</param>
    /// <param name="address">Where it listens; 127.0.0.1 when absent.</param>
    public RawHttpServer(Func<string, string?> answer, IPAddress? address = null)
    {
        (_answer, _listener) = (answer, new TcpListener(address ?? IPAddress.Loopback, 0));
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often somebody connected, if only to hang up.</summary>
    public int Connections => _connections + (_listener.Pending() ? 1 : 0);

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public string Url(string path, string host = "127.0.0.1") => $"http://{host}:{Port}{path}";

    /// <summary>Answers wait for this.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public static string Ok(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n{body}";

    public static string Redirect(string to, int status = 302) =>
        $"HTTP/1.1 {status} Elsewhere\r\nLocation: {to}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(AnswerAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var request = new StringBuilder();
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
                    request.Append(line).Append('\n');
                lock (_requests)
                    _requests.Add(request.ToString());
                var path = request.ToString().Split(' ').ElementAtOrDefault(1) ?? "";
                await Held.WaitAsync(_end.Token);
                var answer = _answer(path);
                if (answer is not null)
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), _end.Token);
                if (answer is null || path.Contains("stall", StringComparison.Ordinal))
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test is over, or the caller hung up.
            }
        }
    }
}
