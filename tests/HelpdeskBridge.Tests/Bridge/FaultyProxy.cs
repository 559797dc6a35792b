using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>How the connection fails for one request.</summary>
internal enum ProxyFault
{
    None,

    /// <summary>The connection is made and reset before anything is read.</summary>
    ResetUnread,

    /// <summary>The request is read and dropped.</summary>
    ResetRead,

    /// <summary>The request is read and dropped, and no answer ever comes.</summary>
    HangRead,

    /// <summary>The other side takes the request; its answer is dropped.</summary>
    ResetAnswered,

    /// <summary>The other side takes the request; half of its answer comes through.</summary>
    CutAnswer,

    /// <summary>The other side takes the request; its answer never comes.</summary>
    HangAnswered,
}

/// <summary>
/// A TCP proxy between the bridge and a stub, one connection per request, that fails on demand: what happens to sockets can't be simulated by a
/// server that only answers. Secure, it shows a certificate that nobody trusts.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<ProxyFault> _faults = new();
    private readonly HttpClient _stub = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;
    private int _connections;

    public FaultyProxy(bool secure = false)
    {
        _certificate = secure ? SelfSigned() : null;
        _listener.Start();
        Url = new Uri($"{(secure ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Where it leads.</summary>
    public Uri? Target { get; set; }

    public int Connections => _connections;

    /// <summary>Whether everything that was to break has broken.</summary>
    public bool HasBroken => _faults.IsEmpty;

    /// <summary>The next requests meet these, one each.</summary>
    public void Break(params ProxyFault[] faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
        _stub.Dispose();
        _certificate?.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(CarryAsync(await _listener.AcceptSocketAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(open);
    }

    private async Task CarryAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        var fault = _faults.TryDequeue(out var next) ? next : ProxyFault.None;
        try
        {
            if (fault != ProxyFault.ResetUnread)
                await CarryAsync(new NetworkStream(socket), fault);
            if (fault is ProxyFault.ResetUnread or ProxyFault.ResetRead or ProxyFault.ResetAnswered)
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The bridge hung up, or the test is over.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task CarryAsync(Stream stream, ProxyFault fault)
    {
        if (_certificate is not null)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(_certificate);
            stream = secure;
        }

        using var request = await ReadAsync(stream);
        if (fault is ProxyFault.ResetRead)
            return;
        if (fault is ProxyFault.HangRead)
            await HangAsync();
        using var answer = await _stub.SendAsync(request, _end.Token);
        if (fault is ProxyFault.ResetAnswered)
            return;
        if (fault is ProxyFault.HangAnswered)
            await HangAsync();
        var bytes = await BytesOfAsync(answer);
        await stream.WriteAsync(fault is ProxyFault.CutAnswer ? bytes.AsMemory(0, bytes.Length - 10) : bytes, _end.Token);
    }

    private Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);

    private async Task<HttpRequestMessage> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var first = (await reader.ReadLineAsync(_end.Token) ?? throw new IOException("Closed before the request.")).Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var request = new HttpRequestMessage(new HttpMethod(first[0]), new Uri(Target!, first[1]));
        if (headers.Remove("Transfer-Encoding"))
            request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(await ReadChunksAsync(reader)));
        else if (headers.Remove("Content-Length", out var length))
            request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(await ReadAsync(reader, int.Parse(length, null))));
        headers.Remove("Host");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<string> ReadChunksAsync(StreamReader reader)
    {
        var body = new StringBuilder();
        while (int.Parse(await reader.ReadLineAsync(_end.Token) ?? "0", System.Globalization.NumberStyles.HexNumber, null) is > 0 and var length)
        {
            body.Append(await ReadAsync(reader, length));
            await reader.ReadLineAsync(_end.Token);
        }

        await reader.ReadLineAsync(_end.Token);
        return body.ToString();
    }

    private async Task<string> ReadAsync(StreamReader reader, int length)
    {
        var characters = new char[length];
        await reader.ReadBlockAsync(characters, _end.Token);
        return new string(characters);
    }

    private async Task<byte[]> BytesOfAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(_end.Token);
        var head =
            $"HTTP/1.1 {(int)answer.StatusCode} {answer.StatusCode}\r\nContent-Type: application/json\r\n"
            + (answer.Headers.Location is { } location ? $"Location: {location}\r\n" : "")
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
