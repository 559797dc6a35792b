using System.Text.Json;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <content>The calls that the platform makes to the bridge, mostly on behalf of a client.</content>
public sealed partial class SimulatedJaicp
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Tells the bridge where to send events, as JAICP does when the channel's form is saved.</summary>
    /// <param name="url">The address; null means <see cref="WebhookUrl"/>.</param>
    public async Task<BridgeAnswer> SetWebhookAsync(string? url = null)
    {
        var answer = await _bridge.CallAsync("setWebhook", new { url = url ?? WebhookUrl.ToString() }, "sets the address for events");
        return Record(answer, "setWebhook", null, null, null);
    }

    /// <summary>Requests the agent groups. Accepts both shapes of the answer: object and bare array.</summary>
    public async Task<DestinationsAnswer> GetDestinationsAsync()
    {
        var answer = await _bridge.CallAsync("getDestinations", body: null, "requests the agent groups");
        return new DestinationsAnswer(Record(answer, "getDestinations", null, null, null), answer.IsAccepted ? ReadDestinations(answer.Body) : []);
    }

    /// <summary>Hands a client's chat over to an agent group: selects the group, then sends the first message if there is one.</summary>
    /// <returns>The answer to the last call made.</returns>
    public async Task<BridgeAnswer> HandOverAsync(
        string userId,
        string? destinationId = null,
        string? userName = null,
        object? attributes = null,
        object? hiddenAttributes = null,
        object? customData = null,
        string? firstMessage = null)
    {
        var selected = await SelectDestinationAsync(userId, destinationId, userName, attributes, hiddenAttributes, customData);
        return !selected.IsAccepted || firstMessage is null ? selected : await SendTextAsync(userId, firstMessage);
    }

    /// <summary>Selects the agent group for a client's chat.</summary>
    public async Task<BridgeAnswer> SelectDestinationAsync(
        string userId,
        string? destinationId = null,
        string? userName = null,
        object? attributes = null,
        object? hiddenAttributes = null,
        object? customData = null)
    {
        var body = new { userId, destinationId, userName, attributes, hiddenAttributes, customData };
        var answer = await _bridge.CallAsync("selectDestination", body, $"{userName ?? userId} is handed over");
        return Record(answer, "selectDestination", userId, destinationId, new(_time.GetUtcNow(), TranscriptKind.HandedOver, destinationId ?? ""));
    }

    /// <summary>The client sends a text.</summary>
    public async Task<BridgeAnswer> SendTextAsync(string userId, string text)
    {
        var answer = await _bridge.CallAsync("sendText", new { userId, text }, $"client: “{Shorten(text)}”");
        return Record(answer, "sendText", userId, text, new(_time.GetUtcNow(), TranscriptKind.ClientText, text));
    }

    /// <summary>The client sends a file that is already available at an address.</summary>
    public async Task<BridgeAnswer> SendFileAsync(string userId, Uri url, string? fileName = null, long? size = null)
    {
        var name = fileName ?? url.Segments[^1];
        var answer = await _bridge.CallAsync("sendFile", new { userId, url, fileName, size }, $"client sends {name}");
        return Record(answer, "sendFile", userId, name, new(_time.GetUtcNow(), TranscriptKind.ClientFile, name, url));
    }

    /// <summary>The client sends a file, which the platform serves, as the real one does.</summary>
    public Task<BridgeAnswer> SendFileAsync(string userId, string fileName, byte[] content, string contentType = "application/octet-stream") =>
        SendFileAsync(userId, AddFile(fileName, content, contentType), fileName, content.Length);

    /// <summary>The client closes the chat.</summary>
    public async Task<BridgeAnswer> CloseChatAsync(string userId, string? text = "The user closed the chat")
    {
        var answer = await _bridge.CallAsync("closeChat", new { userId, text }, "client closes the chat");
        return Record(answer, "closeChat", userId, text, new(_time.GetUtcNow(), TranscriptKind.ClientClosed, text ?? ""));
    }

    private BridgeAnswer Record(BridgeAnswer answer, string method, string? userId, string? text, TranscriptLine? line)
    {
        if (!answer.IsAccepted)
            return answer;
        _log.AddAccepted(method, userId, text, line, _time.GetUtcNow());
        if (userId is not null)
            ChatChanged?.Invoke(userId);
        return answer;
    }

    private static Destination[] ReadDestinations(string body)
    {
        using var document = JsonDocument.Parse(body);
        var list = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement : document.RootElement.GetProperty("destinations");
        return list.Deserialize<Destination[]>(Json) ?? [];
    }
}
