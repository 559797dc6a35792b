using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>
/// The chatbot platform's side of the Operator API: it makes the calls a client's chat leads to, and takes the bridge's events,
/// checking each strictly. It listens on 127.0.0.1, keeps everything in memory and records every exchange.
/// </summary>
public sealed partial class SimulatedJaicp : IAsyncDisposable
{
    internal const string Name = "JAICP";

    private readonly TimeProvider _time;
    private readonly ChatBook _chats = new();
    private readonly BridgeCaller _bridge;
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
        ApiKey = NewApiKey(new Random(options.Seed));
        _bridge = new BridgeCaller(Journal, _time, options.Timeout) { ApiUrl = options.BridgeApiUrl };
        _host = new SimulatorHost(
            new SimulatorParts
            {
                Name = Name,
                Journal = Journal,
                Faults = Faults,
                Time = _time,
                Redact = path => Secret.Replace(path, "$1…"),
                Map = Map,
            },
            options.Port);
    }

    /// <summary>The platform's address.</summary>
    public Uri Url => _host.Url();

    /// <summary>The channel's key, of the form JAICP's have: eight letters, a colon, forty hexadecimal digits.</summary>
    public string ApiKey { get; }

    /// <summary>Where events are taken; <see cref="SetWebhookAsync"/> tells the bridge.</summary>
    public Uri WebhookUrl => new(Url, $"/chatadapter/chatapi/webhook/operatorapi/{ApiKey}");

    /// <summary>The bridge's channel: <c>{PublicUrl}/operator/{channel}/{key}</c>.</summary>
    public Uri? BridgeApiUrl
    {
        get => _bridge.ApiUrl;
        set => _bridge.ApiUrl = value;
    }

    /// <summary>The record of every call and event.</summary>
    public Journal Journal { get; }

    /// <summary>The fault switches of the side that takes events and serves files.</summary>
    public Faults Faults { get; }

    /// <summary>Raised after each change of a chat, with the user's id. Subscribers must be quick and must not throw.</summary>
    public event Action<string>? ChatChanged;

    /// <summary>Every event taken, each once, in the order they came.</summary>
    public IReadOnlyList<OperatorEvent> Events => _chats.Events;

    /// <summary>Events that came with an id seen before; they were answered 200 and otherwise ignored.</summary>
    public IReadOnlyList<OperatorEvent> DuplicateEvents => _chats.Duplicates;

    /// <summary>What was wrong with events that were refused with 400.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Every call the bridge answered 200, in the order of the answers.</summary>
    public IReadOnlyList<AcceptedCall> AcceptedCalls => _chats.Accepted;

    /// <summary>The ids of all users with a chat.</summary>
    public IReadOnlyList<string> Users => _chats.Users;

    /// <summary>Starts the platform.</summary>
    public static async Task<SimulatedJaicp> StartAsync(SimulatedJaicpOptions? options = null)
    {
        var jaicp = new SimulatedJaicp(options ?? new SimulatedJaicpOptions());
        await jaicp.StartListeningAsync();
        return jaicp;
    }

    /// <summary>Goes down: connections are cut, new ones refused. What is stored stays.</summary>
    public Task StopListeningAsync() => _host.StopAsync();

    /// <summary>Comes back on the same port.</summary>
    public Task StartListeningAsync() => _host.StartAsync();

    /// <summary>A user's chat so far, as the user sees it.</summary>
    public IReadOnlyList<TranscriptLine> Transcript(string userId) => _chats.Transcript(userId);

    /// <summary>Whether the user's chat is with an agent now.</summary>
    public bool IsOpen(string userId) => _chats.IsOpen(userId);

    /// <summary>The texts agents wrote to a user, in order.</summary>
    public IReadOnlyList<string> AgentTexts(string userId) =>
        [.. Transcript(userId).Where(line => line.Kind == TranscriptKind.AgentText).Select(line => line.Text)];

    /// <summary>Puts a client's file where the bridge can fetch it.</summary>
    public Uri AddFile(string name, byte[] content, string contentType = "application/octet-stream")
    {
        // Everybody's photo has the same name.
        var place = Interlocked.Increment(ref _fileCount).ToString(CultureInfo.InvariantCulture);
        _files[place] = new ClientFile(content, contentType);
        return new Uri(Url, $"/files/{place}/{Uri.EscapeDataString(name)}");
    }

    /// <summary>The file that was put at that address, if one was.</summary>
    public ClientFile? FindFile(Uri address) => address.Segments is [_, _, var place, _] ? _files.GetValueOrDefault(place.TrimEnd('/')) : null;

    /// <summary>The file of a <c>FileMessage</c>, which the platform fetches as soon as the event comes.</summary>
    public Task<FetchedFile> FileOf(OperatorEvent received) => _fetched[received.Id];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _bridge.Dispose();
        await Task.WhenAll(_fetched.Values);
    }

    private void Map(WebApplication app)
    {
        app.Handle("POST", "/chatadapter/chatapi/webhook/operatorapi/{apiKey}", JaicpOperation.ReceiveEvent, TakeEventAsync);
        app.Handle("GET", "/files/{place}/{name}", JaicpOperation.ServeFile, ServeFile);
    }

    private async Task<IResult> TakeEventAsync(string apiKey, HttpContext http)
    {
        if (apiKey != ApiKey)
            return Results.NotFound();
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var (received, faults) = OperatorEventReader.Read(body, http.Request.ContentType, _time.GetUtcNow());
        if (received is null)
        {
            var violation = $"{string.Join(", ", faults)}: {body}";
            _violations.Enqueue(violation);
            RequestNote.Of(http).Summary = $"refused: {string.Join(", ", faults)}";
            return Results.BadRequest();
        }

        var isNew = _chats.Add(received);
        if (isNew && received is { FileUrl: { } url, FileName: { } name })
            _fetched[received.Id] = _bridge.FetchAsync(url, name);
        RequestNote.Of(http).Summary = EventSummary(received) + (isNew ? "" : " (seen before)");
        ChatChanged?.Invoke(received.UserId);
        return Results.Ok();
    }

    private IResult ServeFile(string place, string name, HttpContext http)
    {
        RequestNote.Of(http).Summary = $"file {name}";
        return _files.TryGetValue(place, out var file) ? Results.Bytes(file.Content, file.ContentType) : Results.NotFound();
    }

    private static string EventSummary(OperatorEvent received) => received.Type switch
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

    private static string NewApiKey(Random random) =>
        new string([.. Enumerable.Range(0, 8).Select(_ => (char)((random.Next(2) == 0 ? 'A' : 'a') + random.Next(26)))])
        + ":" + random.GetHexString(40, lowercase: true);

    [GeneratedRegex("(/operatorapi/)[^/?]+")]
    private static partial Regex Secret { get; }
}

/// <summary>A file a client sent.</summary>
public sealed record ClientFile(byte[] Content, string ContentType);
