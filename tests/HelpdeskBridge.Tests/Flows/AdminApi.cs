using System.Net;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Calls of the admin API.</summary>
internal static class AdminApi
{
    public const string Key = "the-admin-key-of-the-flow-tests";

    public static readonly (string Key, string? Value) Setting = ("Admin:Key", Key);

    public static Task<HttpResponseMessage> CallAdminAsync(
        this BridgeFixture bridge, string path, string? authorization = $"Bearer {Key}", HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(bridge.App.Url, path));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads from the admin API and expects 200.</summary>
    public static async Task<JsonNode> AdminAsync(this BridgeFixture bridge, string path, HttpMethod? method = null)
    {
        using var response = await bridge.CallAdminAsync($"/admin/api/{path}", method: method);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    public static Task<JsonNode> DoAsync(this BridgeFixture bridge, string path) => bridge.AdminAsync(path, HttpMethod.Post);

    public static async Task<int> StatusOfAsync(this BridgeFixture bridge, string path)
    {
        using var response = await bridge.CallAdminAsync($"/admin/api/{path}", method: HttpMethod.Post);
        return (int)response.StatusCode;
    }

    public static async Task<JsonArray> DeadLettersAsync(this BridgeFixture bridge, string query = "") =>
        (await bridge.AdminAsync($"dead-letters{query}"))["deadLetters"]!.AsArray();

    /// <summary>An agent writes these comments, and Zendesk calls the webhook.</summary>
    public static Task AnswerAsync(this BridgeFixture bridge, params IEnumerable<string> texts)
    {
        bridge.Zendesk.TicketIs("open", [.. texts.Select((text, i) => ZendeskStub.Comment(8001 + i, text))]);
        return bridge.WakeAndReadAsync();
    }
}
