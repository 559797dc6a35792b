using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>Health and the description of the API.</summary>
public sealed class SurfaceTests
{
    private static readonly string[] Calls = ["closeChat", "getDestinations", "selectDestination", "sendFile", "sendText", "setWebhook"];

    [Fact]
    public async Task Liveness_means_that_the_process_answers()
    {
        await using var bridge = await BridgeFixture.StartAsync();

        (await JsonAsync(bridge, "/health/live")).ShouldBeJson("""{"status":"Healthy","parts":{}}""");
    }

    [Fact]
    public async Task Ready_gives_a_reason_for_each_part()
    {
        await using var bridge = await BridgeFixture.StartAsync();

        (await JsonAsync(bridge, "/health/ready"))["parts"]!["store"]!.ShouldBeJson("""{"status":"Healthy","reason":"*"}""");
    }

    [Fact]
    public async Task While_the_store_is_locked_calls_are_refused_and_readiness_fails_until_it_recovers()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        using (bridge.App.LockStore())
        {
            // At the same time, because each waits a while for the lock.
            var answers = await Task.WhenAll(
                bridge.App.CallAsync("sendText", new { userId = "u1", text = "lost" }),
                bridge.WebhookAsync("""{"ticket_id":"501","external_id":"jaicp:1"}"""),
                bridge.App.Http.GetAsync(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken));
            answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
            answers[0].Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            answers.Take(2).ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(30));
        }

        await bridge.SendTextAsync("taken", "u1");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Zendesk.Written.ShouldBe(["taken"]);
    }

    [Fact]
    public async Task OpenAPI_describes_the_six_calls_with_examples()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        var paths = (await JsonAsync(bridge, "/openapi/v1.json"))["paths"]!.AsObject();

        paths.Select(path => path.Key).Order(StringComparer.Ordinal).ShouldBe(Calls.Select(call => "/operator/{channel}/{key}/" + call));
        foreach (var (path, operations) in paths)
        {
            var (verb, operation) = operations!.AsObject().Single();
            verb.ShouldBe(path.EndsWith("getDestinations", StringComparison.Ordinal) ? "get" : "post");
            operation!["summary"].ShouldNotBeNull();
            operation["responses"]!["200"].ShouldNotBeNull();
            if (verb == "post")
                operation["requestBody"]!["content"]!.AsObject().Single().ShouldSatisfyAllConditions(
                    content => content.Key.ShouldBe("application/json"),
                    content => content.Value!["example"].ShouldNotBeNull());
        }
    }

    [Fact]
    public async Task The_examples_of_the_description_are_taken()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((360001234567, "Sales"));

        // The example's JAICP and file are nowhere: how long it takes to find that out decides what is written and read meanwhile.
        bridge.Zendesk.TicketIs("open");
        var paths = (await JsonAsync(bridge, "/openapi/v1.json"))["paths"]!;
        foreach (var call in new[] { "setWebhook", "selectDestination", "sendText", "sendFile", "closeChat" })
            (await bridge.App.PostAsync(call, paths["/operator/{channel}/{key}/" + call]!["post"]!["requestBody"]!["content"]!["application/json"]![
                "example"]!.ToJsonString())).StatusCode.ShouldBe(HttpStatusCode.OK, call);
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);
    }

    private static async Task<JsonNode> JsonAsync(BridgeFixture bridge, string path)
    {
        using var response = await bridge.App.Http.GetAsync(new Uri(bridge.App.Url, path), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonNode.Parse(text) ?? throw new JsonException("null");
    }
}
