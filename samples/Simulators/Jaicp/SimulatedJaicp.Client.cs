using System.Text.Json;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <content>What the platform asks of the bridge, mostly on behalf of a client.</content>
public sealed partial class SimulatedJaicp
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Tells the bridge where to send events, as saving the channel's form does.</summary>
    /// <param name="url">The address; null gives <see cref="WebhookUrl"/>.</param>
    public async Task<BridgeAnswer> SetWebhookAsync(string? url = null)
    {
        var answer = await _bridge.CallAsync("setWebhook", new { url = url ?? WebhookUrl.ToString() }, "tells where events go");
        return Recorded(answer, "setWebhook", null, null, null);
    }

    /// <summary>Asks for the agent groups; takes both shapes of the answer, object and bare array.</summary>
    public async Task<DestinationsAnswer> GetDestinationsAsync()
    {
        var answer = await _bridge.CallAsync("getDestinations", body: null, "asks for the groups");
        return new DestinationsAnswer(Recorded(answer, "getDestinations", null, null, null), answer.IsAccepted ? ReadDestinations(answer.Body) : []);
    }

    /// <summary>Hands a client's chat to an agent group: chooses the group, then sends the first message if there is one.</summary>
    /// <returns>The last answer: the first one when choosing failed.</returns>
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

    /// <summary>Chooses the agent group a client talks to.</summary>
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
        return Recorded(answer, "selectDestination", userId, destinationId, new(_time.GetUtcNow(), TranscriptKind.HandedOver, destinationId ?? ""));
    }

    /// <summary>The client writes.</summary>
    public async Task<BridgeAnswer> SendTextAsync(string userId, string text)
    {
        var answer = await _bridge.CallAsync("sendText", new { userId, text }, $"client: “{Shorten(text)}”");
        return Recorded(answer, "sendText", userId, text, new(_time.GetUtcNow(), TranscriptKind.ClientText, text));
    }

    /// <summary>The client sends a file that lies at an address already.</summary>
    public async Task<BridgeAnswer> SendFileAsync(string userId, Uri url, string? fileName = null, long? size = null)
    {
        var name = fileName ?? url.Segments[^1];
        var answer = await _bridge.CallAsync("sendFile", new { userId, url, fileName, size }, $"client sends {name}");
        return Recorded(answer, "sendFile", userId, name, new(_time.GetUtcNow(), TranscriptKind.ClientFile, name, url));
    }

    /// <summary>The client sends a file; the platform serves it, as it does in reality.</summary>
    public Task<BridgeAnswer> SendFileAsync(string userId, string fileName, byte[] content, string contentType = "application/octet-stream") =>
        SendFileAsync(userId, AddFile(fileName, content, contentType), fileName, content.Length);

    /// <summary>The client closes the chat.</summary>
    public async Task<BridgeAnswer> CloseChatAsync(string userId, string? text = "The user closed the chat")
    {
        var answer = await _bridge.CallAsync("closeChat", new { userId, text }, "client closes the chat");
        return Recorded(answer, "closeChat", userId, text, new(_time.GetUtcNow(), TranscriptKind.ClientClosed, text ?? ""));
    }

    private BridgeAnswer Recorded(BridgeAnswer answer, string method, string? userId, string? text, TranscriptLine? line)
    {
        if (!answer.IsAccepted)
            return answer;
        _chats.Accept(method, userId, text, line, _time.GetUtcNow());
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
