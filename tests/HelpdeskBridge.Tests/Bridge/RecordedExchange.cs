using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Requests and responses recorded from Request Tracker 5.0.3, in the folder RequestTracker/Recorded.</summary>
internal static class RecordedExchange
{
    /// <summary>The body of the response.</summary>
    public static JsonNode Body(string name) => Load(name)["response"]!["body"]!.DeepClone();

    /// <summary>The response as it was.</summary>
    public static Answer Answer(string name)
    {
        var response = Load(name)["response"]!;
        var body = response["body"]!;
        return new Answer((int)response["status"]!, body is JsonValue text ? (string)text! : body.ToJsonString())
        {
            Headers = response["headers"]!["location"] is { } location
                ? new Dictionary<string, string> { ["Location"] = (string)location! }
                : new Dictionary<string, string>(),
        };
    }

    private static JsonNode Load(string name)
    {
        using var stream = typeof(RecordedExchange).Assembly.GetManifestResourceStream($"request-tracker/{name}.json").ShouldNotBeNull(name);
        return JsonNode.Parse(stream)!;
    }
}
