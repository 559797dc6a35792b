using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WireMock;
using WireMock.Logging;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;
using Request = WireMock.RequestBuilders.Request;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A call that reached a stub.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without query.</param>
/// <param name="Query">Query without the question mark.</param>
/// <param name="Headers">Headers by name.</param>
/// <param name="Body">As it came.</param>
/// <param name="At">When, by the bridge's clock.</param>
internal sealed record Call(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At)
{
    /// <summary>The body byte for byte.</summary>
    public byte[] Bytes { get; init; } = [];

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The body is null.");

    /// <summary>The ticket in the body or, for calls on one, in the path.</summary>
    public JsonNode Ticket => Json["ticket"]!;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What a stub answers.</summary>
internal sealed record Answer(int Status, string Body = "", string? RetryAfter = null, Task? After = null)
{
    public string ContentType { get; init; } = "application/json";

    public static Answer Ok(string json) => new(200, json);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Answer Redirect(Uri target) => new(302) { Headers = new Dictionary<string, string> { ["Location"] = target.AbsoluteUri } };

    /// <summary>Sent only when <paramref name="release"/> completes: until then the caller waits, or gives up.</summary>
    public Answer HeldUntil(Task release) => this with { After = release };
}

/// <summary>One method and path of a stub. Answers the next calls as queued, then as usual.</summary>
internal sealed class Route
{
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly ConcurrentQueue<Answer> _next = new();
    private Func<Call, Answer>? _usual;

    public IReadOnlyList<Call> Calls => [.. _calls];

    public bool IsExpected => _usual is not null || !_next.IsEmpty;

    /// <summary>Answers the next calls so, each once.</summary>
    public Route Next(params Answer[] answers)
    {
        foreach (var answer in answers)
            _next.Enqueue(answer);
        return this;
    }

    public Route Usually(Func<Call, Answer> answer)
    {
        _usual = answer;
        return this;
    }

    public Route Usually(Answer answer) => Usually(_ => answer);

    public async Task<Answer> TakeAsync(Call call)
    {
        _calls.Enqueue(call);
        var answer = _next.TryDequeue(out var next) ? next : _usual?.Invoke(call) ?? new Answer(404);
        await (answer.After ?? Task.CompletedTask);
        return answer;
    }
}

/// <summary>An outside system played by WireMock. A call that the test did not expect fails it at its end.</summary>
internal abstract class StubServer(Func<DateTimeOffset> now) : IDisposable
{
    /// <summary>Shared, and not WireMock's own, which compiles each anew for every server: a quarter of what a fixture cost.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    private readonly WireMockServer _server = Start();
    private readonly ConcurrentQueue<Call> _calls = new();

    public Uri Url => new($"http://127.0.0.1:{_server.Port}");

    /// <summary>Every call that met an expected route, in order of arrival.</summary>
    public IReadOnlyList<Call> Calls => [.. _calls];

    /// <summary>Fails when a call came that no route has an answer for.</summary>
    public void HasNoStrayCalls() =>
        _server.LogEntries
            .Where(entry => entry.MappingGuid is null)
            .Select(entry => $"{entry.RequestMessage?.Method} {entry.RequestMessage?.Url}")
            .ShouldBeEmpty($"{GetType().Name} was called where the test did not expect it");

    public void Dispose() => _server.Dispose();

    /// <summary>The server is gone: connections are refused.</summary>
    public void StopListening() => _server.Stop();

    protected Route Add(string method, string pathPattern)
    {
        var (route, pattern) = (new Route(), Patterns.GetOrAdd(pathPattern, given => new Regex(given)));
        _server
            .Given(Request.Create().UsingMethod(method).WithPath(path => pattern.IsMatch(path) && route.IsExpected))
            .RespondWith(Response.Create().WithCallback(request => AnswerAsync(route, request)));
        return route;
    }

    private static WireMockServer Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return WireMockServer.Start(new WireMockServerSettings { Logger = new WireMockNullLogger(), DisableJsonBodyParsing = true });
            }
            catch (Exception) when (attempt < 3)
            {
                // The port it found free was taken meanwhile.
            }
        }
    }

    private async Task<IResponseMessage> AnswerAsync(Route route, IRequestMessage request)
    {
        var headers = request.Headers?.ToDictionary(pair => pair.Key, pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase) ?? [];
        var call = new Call(request.Method, request.AbsolutePath, request.RawQuery?.TrimStart('?') ?? "", headers, request.Body ?? "", now())
        {
            Bytes = request.BodyAsBytes ?? Encoding.UTF8.GetBytes(request.Body ?? ""),
        };
        _calls.Enqueue(call);
        var answer = await route.TakeAsync(call);
        var response = new ResponseMessage
        {
            StatusCode = answer.Status,
            BodyData = new BodyData { BodyAsString = answer.Body, DetectedBodyType = BodyType.String, Encoding = Encoding.UTF8 },
            Headers = new Dictionary<string, WireMockList<string>> { ["Content-Type"] = new(answer.ContentType) },
        };
        if (answer.RetryAfter is { } seconds)
            response.AddHeader("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in answer.Headers)
            response.AddHeader(name, value);
        return response;
    }
}
