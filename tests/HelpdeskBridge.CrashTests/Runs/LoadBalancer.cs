using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// What stands before several processes of the service: each call goes to the next one that says it is ready. A call that could not be handed over
/// goes to another one. A call that breaks off after that is broken off for its caller as well, because nobody knows what became of it.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A process that says nothing may only be slow, as on a busy machine.</summary>
    private const int MaxSilentLooks = 3;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);

    /// <summary>What belongs to one connection, not to the call.</summary>
    private static readonly string[] _connectionHeaders = ["Connection", "Host", "Transfer-Encoding", "Keep-Alive"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = CallTimeout };
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly List<Uri> _servers = [];
    private readonly HashSet<Uri> _notReady = [];
    private readonly Dictionary<Uri, int> _silentLooks = [];
    private WebApplication? _app;
    private int _next;

    public Uri Url { get; private set; } = null!;

    /// <summary>Calls for which no process was ready.</summary>
    public int Refused { get; private set; }

    public static async Task<LoadBalancer> StartAsync()
    {
        var balancer = new LoadBalancer();
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        balancer._app = builder.Build();
        balancer._app.Run(balancer.ForwardAsync);
        await balancer._app.StartAsync();
        balancer.Url = new Uri(balancer._app.Urls.Single());
        _ = balancer.WatchAsync();
        return balancer;
    }

    public void Add(Uri server)
    {
        lock (_lock)
            _servers.Add(server);
    }

    public void Remove(Uri server)
    {
        lock (_lock)
        {
            _servers.Remove(server);
            _notReady.Remove(server);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        _http.Dispose();
        _ended.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            foreach (var server in List())
            {
                var isReady = await IsReadyAsync(server);
                _silentLooks[server] = isReady is null ? _silentLooks.GetValueOrDefault(server) + 1 : 0;
                lock (_lock)
                {
                    if (isReady == true)
                        _notReady.Remove(server);
                    else if (_servers.Contains(server) && (isReady == false || _silentLooks[server] >= MaxSilentLooks))
                        _notReady.Add(server);
                }
            }

            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }

    /// <returns>Null: it says nothing.</returns>
    private async Task<bool?> IsReadyAsync(Uri server)
    {
        try
        {
            using var timeout = new CancellationTokenSource(LookTimeout);
            using var answer = await _http.GetAsync(new Uri(server, "/health/ready"), timeout.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private List<Uri> List()
    {
        lock (_lock)
            return [.. _servers];
    }

    /// <summary>The processes that are ready, the next one first.</summary>
    private List<Uri> ListReady()
    {
        lock (_lock)
        {
            var ready = _servers.Where(server => !_notReady.Contains(server)).ToList();
            var first = ready.Count == 0 ? 0 : (int)((uint)_next++ % (uint)ready.Count);
            return [.. ready.Skip(first), .. ready.Take(first)];
        }
    }

    private async Task ForwardAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        foreach (var server in ListReady())
        {
            using var request = CreateRequest(http.Request, server, body.ToArray());
            HttpResponseMessage answer;
            try
            {
                answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                continue;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                http.Abort();
                return;
            }

            using (answer)
                await CopyAsync(answer, http);
            return;
        }

        Refused++;
        http.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private static HttpRequestMessage CreateRequest(HttpRequest call, Uri server, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(server, $"{call.Path}{call.QueryString}"));
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in call.Headers)
        {
            if (!_connectionHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage answer, HttpContext http)
    {
        try
        {
            http.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            {
                if (!_connectionHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                    http.Response.Headers[name] = values.ToArray();
            }

            await answer.Content.CopyToAsync(http.Response.Body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }
}
