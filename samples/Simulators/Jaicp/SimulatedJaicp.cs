using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>
/// The chatbot platform's side of the Operator API. It makes the calls that a client's chat causes, receives the bridge's events and
/// checks each of them strictly. It listens on 127.0.0.1, keeps everything in memory and records every exchange.
/// </summary>
public sealed partial class SimulatedJaicp : IAsyncDisposable
{
    internal const string Name = "JAICP";

    private readonly TimeProvider _time;
    private readonly ConversationLog _log = new();
    private readonly BridgeClient _bridge;
    private readonly SimulatorHost _host;
    private readonly ConcurrentDictionary<string, ClientFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<FetchedFile>> _fetched = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = [];
    private int _fileCount;

    private SimulatedJaicp(SimulatedJaicpOptions options)
    {
        _time = options.TimeProvider;
        Journal = options.Journal ?? new Journal();
        Faults = new Faults(options.Seed);
        ApiKey = CreateApiKey(new Random(options.Seed));
        _bridge = new BridgeClient(Journal, _time, options.Timeout, options.CreateHandler()) { ApiUrl = options.BridgeApiUrl };
        _host = new SimulatorHost(
            new SimulatorDefinition
            {
                Name = Name,
                Journal = Journal,
                Faults = Faults,
                Time = _time,
                Redact = path => ApiKeyInPath.Replace(path, "$1…"),
                MapEndpoints = MapEndpoints,
                Network = options.Network,
            },
            options.Port);
    }

    /// <summary>The platform's address.</summary>
    public Uri Url => _host.GetUrl();

    /// <summary>The channel's key. It has the form of JAICP's keys: eight letters, a colon, forty hexadecimal digits.</summary>
    public string ApiKey { get; }

    /// <summary>The address that receives events. <see cref="SetWebhookAsync"/> sends it to the bridge.</summary>
    public Uri WebhookUrl => new(Url, $"/chatadapter/chatapi/webhook/operatorapi/{ApiKey}");

    /// <summary>The address of the bridge's channel: <c>{PublicUrl}/operator/{channel}/{key}</c>.</summary>
    public Uri? BridgeApiUrl
    {
        get => _bridge.ApiUrl;
        set => _bridge.ApiUrl = value;
    }

    /// <summary>The record of every call and event.</summary>
    public Journal Journal { get; }

    /// <summary>The faults of the endpoints that receive events and serve files.</summary>
    public Faults Faults { get; }

    /// <summary>Raised after each change of a chat, with the user's id. Subscribers must be quick and must not throw.</summary>
    public event Action<string>? ChatChanged;

    /// <summary>Every event received, each once, in the order of arrival.</summary>
    public IReadOnlyList<OperatorEvent> Events => _log.Events;

    /// <summary>Events whose id was received before. They were answered with 200 and otherwise ignored.</summary>
    public IReadOnlyList<OperatorEvent> DuplicateEvents => _log.Duplicates;

    /// <summary>The errors of events that were refused with 400.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Every call that the bridge answered with 200, in the order of the answers.</summary>
    public IReadOnlyList<AcceptedCall> AcceptedCalls => _log.Accepted;

    /// <summary>The ids of all users with a chat.</summary>
    public IReadOnlyList<string> Users => _log.Users;

    /// <summary>Starts the platform.</summary>
    public static async Task<SimulatedJaicp> StartAsync(SimulatedJaicpOptions? options = null)
    {
        var jaicp = new SimulatedJaicp(options ?? new SimulatedJaicpOptions());
        await jaicp.StartListeningAsync();
        return jaicp;
    }

    /// <summary>Stops listening: connections are cut and new ones refused. The stored data is kept.</summary>
    public Task StopListeningAsync() => _host.StopAsync();

    /// <summary>Starts listening again on the same port.</summary>
    public Task StartListeningAsync() => _host.StartAsync();

    /// <summary>A user's chat so far, as the user sees it.</summary>
    public IReadOnlyList<TranscriptLine> Transcript(string userId) => _log.Transcript(userId);

    /// <summary>Whether the user's chat is with an agent now.</summary>
    public bool IsOpen(string userId) => _log.IsOpen(userId);

    /// <summary>The texts agents wrote to a user, in order.</summary>
    public IReadOnlyList<string> AgentTexts(string userId) =>
        [.. Transcript(userId).Where(line => line.Kind == TranscriptKind.AgentText).Select(line => line.Text)];

    /// <summary>Makes a client's file available at an address for the bridge.</summary>
    public Uri AddFile(string name, byte[] content, string contentType = "application/octet-stream")
    {
        // Files of different clients often have the same name, so the address contains a number.
        var id = Interlocked.Increment(ref _fileCount).ToString(CultureInfo.InvariantCulture);
        _files[id] = new ClientFile(content, contentType);
        return new Uri(Url, $"/files/{id}/{Uri.EscapeDataString(name)}");
    }

    /// <summary>The file at this address; null if there is none.</summary>
    public ClientFile? FindFile(Uri address) =>
        address.Segments is [_, _, var id, _] ? _files.GetValueOrDefault(id.TrimEnd('/')) : null;

    /// <summary>The file of a <c>FileMessage</c>. The platform downloads it as soon as the event arrives.</summary>
    public Task<FetchedFile> FileOf(OperatorEvent received) => _fetched[received.Id];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _bridge.Dispose();
        await Task.WhenAll(_fetched.Values);
    }

    private void MapEndpoints(WebApplication app)
    {
        app.MapOperation("POST", "/chatadapter/chatapi/webhook/operatorapi/{apiKey}", JaicpOperation.ReceiveEvent, ReceiveEventAsync);
        app.MapOperation("GET", "/files/{id}/{name}", JaicpOperation.ServeFile, ServeFile);
    }

    private async Task<IResult> ReceiveEventAsync(string apiKey, HttpContext http)
    {
        if (apiKey != ApiKey)
            return Results.NotFound();
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var (received, errors) = OperatorEventReader.Read(body, http.Request.ContentType, _time.GetUtcNow());
        if (received is null)
        {
            var violation = $"{string.Join(", ", errors)}: {body}";
            _violations.Enqueue(violation);
            JournalAnnotation.Get(http).Summary = $"refused: {string.Join(", ", errors)}";
            return Results.BadRequest();
        }

        var isNew = _log.Add(received);
        if (isNew && received is { FileUrl: { } url, FileName: { } name })
            _fetched[received.Id] = _bridge.DownloadAsync(url, name);
        JournalAnnotation.Get(http).Summary = Summarize(received) + (isNew ? "" : " (received before)");
        ChatChanged?.Invoke(received.UserId);
        return Results.Ok();
    }

    private IResult ServeFile(string id, string name, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = $"file {name}";
        return _files.TryGetValue(id, out var file) ? Results.Bytes(file.Content, file.ContentType) : Results.NotFound();
    }

    private static string Summarize(OperatorEvent received) => received.Type switch
    {
        "TextMessage" => $"{received.Employee?.FullName}: “{Shorten(received.Text!)}”",
        "FileMessage" => $"{received.Employee?.FullName} sends {received.FileName}",
        "Closed" => $"{received.Employee?.FullName} closed the chat",
        _ => received.Type,
    };

    internal static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : line[..59] + "…";
    }

    private static string CreateApiKey(Random random) =>
        new string([.. Enumerable.Range(0, 8).Select(_ => (char)((random.Next(2) == 0 ? 'A' : 'a') + random.Next(26)))])
        + ":" + random.GetHexString(40, lowercase: true);

    [GeneratedRegex("(/operatorapi/)[^/?]+")]
    private static partial Regex ApiKeyInPath { get; }
}

/// <summary>A file that a client sent.</summary>
public sealed record ClientFile(byte[] Content, string ContentType);
