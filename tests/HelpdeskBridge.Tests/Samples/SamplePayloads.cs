using System.Net;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>The files of <c>samples/payloads</c>.</summary>
internal static class SamplePayloads
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "samples", "payloads");

    /// <summary>Every payload of one side, by its path below the folder, with / between folders.</summary>
    public static IEnumerable<string> In(string side) =>
        Directory.EnumerateFiles(Path.Combine(Folder, side)).Select(path => $"{side}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Calls the Operator API with a payload as it is, and expects 200 with <c>{}</c>.</summary>
    public static async Task SendPayloadAsync(this BridgeFixture bridge, string method, string name, params (string Old, string New)[] changes)
    {
        var body = changes.Aggregate(Read(name), (text, change) => text.Replace(change.Old, change.New, StringComparison.Ordinal));
        using var response = await bridge.App.PostAsync(method, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.TextAsync()).ShouldBe("{}");
    }

    /// <summary>Zendesk calls the webhook with a payload as it is, signed.</summary>
    public static async Task SendWebhookPayloadAsync(this BridgeFixture bridge, string name)
    {
        using var response = await bridge.WebhookAsync(Read(name));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.TextAsync()).ShouldBe("{}");
    }
}
