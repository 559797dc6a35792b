using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.FuzzTests;

/// <summary>
/// Every address of the running service, over HTTP: the Operator API, webhooks, file links, the admin side, health and metrics; keys and
/// signatures right and wrong; a part of it as bytes that no client would send. It answers, below 500, and reveals nothing about itself.
/// </summary>
internal static class ServiceTarget
{
    private const int AtOnce = 8;
    private static readonly TimeSpan AnswerWait = TimeSpan.FromMilliseconds(200);

    private static readonly string[] Calls =
        ["setWebhook", "getDestinations", "selectDestination", "sendText", "sendFile", "closeChat", "sendtext", "SENDTEXT/", "nonsense", ""];
    private static readonly string[] Admin = ["", "/", "/login", "/logout", "/api/status", "/api/conversations", "/api/conversations/x",
        "/api/dead-letters", "/api/dead-letters/x/retry", "/api/audit", "/assets/admin.css", "/conversations/x"];
    private static readonly string[] Headers =
        ["Range", "If-Range", "Cookie", "Accept", "X-Forwarded-For", "Origin", "X-Zendesk-Webhook-Signature-Timestamp"];
    private static readonly string[] Methods = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"];
    private static readonly byte[][] Requests =
    [
        [
            .. "POST /operator/shop/0123456789abcdef0123456789abcdef/sendText HTTP/1.1\r\nHost: localhost\r\n"u8,
            .. "Content-Type: application/json\r\nContent-Length: 26\r\nConnection: close\r\n\r\n{\"userId\":\"u1\",\"text\":\"a\"}"u8,
        ],
        [
            .. "POST /helpdesk/main/webhook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"u8,
            .. "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n"u8,
        ],
        "GET /files/AAAA/map.png HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-5\r\nConnection: close\r\n\r\n"u8.ToArray(),
        "GET /admin HTTP/1.1\r\nHost: localhost\r\nCookie: helpdesk-bridge-admin=x\r\nConnection: close\r\n\r\n"u8.ToArray(),
        "GET /admin HTTP/1.0\r\nHost: [::1]:8080\r\n\r\n"u8.ToArray(),
    ];

    public static async Task<Seen> RunAsync(int inputs, int seed)
    {
        var (findings, start) = (new ConcurrentQueue<Finding>(), Stopwatch.GetTimestamp());

        // Nothing listens at the helpdesk: what is accepted waits.
        await using var bridge = await FuzzedBridge.StartAsync(new Uri("http://127.0.0.1:9"), "1", ("Delivery:RetryDelays:0", "10:00:00"));
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30)
        })
        { Timeout = TimeSpan.FromSeconds(60) };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, inputs), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, cancellationToken) =>
        {
            var mutator = new Mutator(seed, index);
            var sent = "";
            try
            {
                string? wrong;
                if (mutator.Random.Next(10) == 0)
                {
                    var bytes = mutator.Mutate(Requests);
                    sent = Encoding.Latin1.GetString(bytes);
                    wrong = WhyWrong(await SendRawAsync(bridge.Url, bytes, cancellationToken));
                }
                else
                {
                    using var request = Make(bridge.Url, mutator);
                    var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
                    sent = $"{request.Method} {request.RequestUri}\n{Encoding.Latin1.GetString(body)}";
                    using var answer = await http.SendAsync(request, cancellationToken);
                    wrong = WhyWrong((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType,
                        await answer.Content.ReadAsStringAsync(cancellationToken));
                }

                if (wrong is not null)
                    findings.Enqueue(new Finding("service", index, wrong, Encoding.Latin1.GetBytes(sent)));
            }
            catch (HttpRequestException e) when (e.InnerException is IOException or SocketException
                || e.HttpRequestError is HttpRequestError.InvalidResponse)
            {
                // The service hung up on a request it refused while it was still being sent.
            }
            catch (Exception e)
            {
                findings.Enqueue(new Finding("service", index, $"{e.GetType().Name}: {e.Message}", Encoding.Latin1.GetBytes(sent)));
            }
        });

        using var alive = await http.GetAsync(new Uri(bridge.Url, "/health/ready"));
        if (!alive.IsSuccessStatusCode)
            findings.Enqueue(new Finding("service", -1, $"It is not ready at the end: {alive.StatusCode}", []));
        return new Seen("service", inputs, Stopwatch.GetElapsedTime(start).TotalSeconds, [.. findings.Take(20)]);
    }

    private static HttpRequestMessage Make(Uri service, Mutator mutator)
    {
        var (path, body) = mutator.Random.Next(8) switch
        {
            < 4 => ($"/operator/{Channel(mutator)}/{ChannelKey(mutator)}/{mutator.Pick(Calls)}", mutator.Mutate(Corpus.OperatorBodies)),
            < 6 => ($"/helpdesk/{mutator.Pick(["main", "MAIN", "other"])}/webhook", mutator.Mutate(Corpus.WebhookBodies)),
            6 => ($"/files/{Escaped(mutator)}/{Escaped(mutator)}", null),
            _ => (mutator.Pick([$"/admin{mutator.Pick(Admin)}?cursor={Escaped(mutator)}&user={Escaped(mutator)}", "/health/ready", "/metrics",
                "/openapi/v1.json", "/" + Escaped(mutator)]), (byte[]?)null),
        };
        var method = body is not null && mutator.Random.Next(10) > 0 ? "POST" : mutator.Pick(Methods);
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(service, path.Length > 4000 ? path[..4000] : path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (mutator.Random.Next(2) == 0)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", Header(mutator));
        }

        if (path.StartsWith("/helpdesk", StringComparison.Ordinal) && body is not null && mutator.Random.Next(2) == 0)
            Sign(request, body);
        if (path.StartsWith("/admin", StringComparison.Ordinal) && mutator.Random.Next(2) == 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FuzzedBridge.AdminKey);
        foreach (var name in Headers.Where(_ => mutator.Random.Next(6) == 0))
            request.Headers.TryAddWithoutValidation(name, Header(mutator));
        return request;
    }

    private static string Channel(Mutator mutator) => mutator.Random.Next(5) > 0 ? "shop" : Escaped(mutator);

    private static string ChannelKey(Mutator mutator) => mutator.Random.Next(8) > 0 ? FuzzedBridge.Key : Escaped(mutator);

    private static string Escaped(Mutator mutator) =>
        Uri.EscapeDataString(Encoding.Latin1.GetString(mutator.Mutate(Corpus.Texts).Take(300).ToArray()));

    private static string Header(Mutator mutator) =>
        new([.. Encoding.Latin1.GetString(mutator.Mutate(Corpus.Texts)).Take(500).Where(character => character is >= ' ' and < '\x7f')]);

    public static void Sign(HttpRequestMessage request, byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Compute(FuzzedBridge.WebhookSecret, timestamp, body));
    }

    private static async Task<string> SendRawAsync(Uri service, byte[] request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Host, service.Port, cancellationToken);
        await using var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, cancellationToken);

            // The service gives up a request whose client has closed its half. A request that is not complete has no answer before that.
            var whole = stream.CopyToAsync(answer, cancellationToken);
            await Task.WhenAny(whole, Task.Delay(AnswerWait, TimeProvider.System, cancellationToken));
            client.Client.Shutdown(SocketShutdown.Send);
            await whole;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It hung up.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static string? WhyWrong(string answer)
    {
        if (!answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            return answer.Length == 0 ? null : "no HTTP";
        var status = int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);

        // The version of HTTP is the server's business.
        return status == (int)HttpStatusCode.HttpVersionNotSupported ? null : WhyWrong(status, null, answer);
    }

    private static string? WhyWrong(int status, string? type, string body) =>
        status >= 500 ? $"{status}: {body}"
        : body.Contains("   at ", StringComparison.Ordinal) || body.Contains("Exception:", StringComparison.Ordinal)
            ? $"{status} tells of the inside: {body}"
        : status >= 400 && type is not (null or "application/problem+json" or "text/html") ? $"{status} as {type}"
        : null;
}
