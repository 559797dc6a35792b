using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>JAICP's webhook, played by WireMock.</summary>
internal sealed class JaicpStub : StubServer
{
    public const string WebhookKey = "AbCdEfGh:0123456789abcdef0123456789abcdef01234567";

    public JaicpStub(Func<DateTimeOffset> now)
        : base(now) => Events = Add("POST", "^/chatadapter/chatapi/webhook/.+$");

    /// <summary>Calls of the webhook.</summary>
    public Route Events { get; }

    public string WebhookUrl => $"{Url.ToString().TrimEnd('/')}/chatadapter/chatapi/webhook/operatorapi/{WebhookKey}";

    /// <summary>What reached the webhook, repetitions among it.</summary>
    public IReadOnlyList<JsonNode> Received => [.. Events.Calls.Select(call => call.Json)];

    /// <summary>Type and text of each event, such as "TextMessage Hello" or "Closed".</summary>
    public IReadOnlyList<string> EventSummaries => [.. Received.Select(e => $"{e["type"]} {e["text"]}".TrimEnd())];

    public void AcceptsEvents() => Events.Usually(Answer.Ok("{}"));
}
