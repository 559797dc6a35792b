using System.Globalization;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The five shapes of Zendesk's errors, and the four of Retry-After, as they come over the wire.</summary>
public sealed class ErrorShapeTests
{
    private const string Html = "<!DOCTYPE html><html><head><title>Zendesk</title></head><body>Please try again later</body></html>";

    [Fact]
    public async Task A_refusal_that_may_pass_is_tried_again_whatever_its_shape()
    {
        Answer[] refusals =
        [
            new(429, """{"error":"APIRateLimitExceeded","description":"Number of allowed API requests per minute exceeded"}"""),
            new(403, """{"error":{"title":"Forbidden","message":"You do not have access to this page."}}"""),
            new(409, """{"error":"DatabaseConflict","description":"Database collision","details":{"base":[{"description":"Database collision"}]}}"""),
            new(409, "Requester creation collision - please try again") { ContentType = "text/plain" },
            new(503, Html, RetryAfter: "1") { ContentType = "text/html; charset=utf-8" },
            new(503, "", RetryAfter: "0") { ContentType = "text/html" },
            new(503, """{"error":"ServiceUnavailable","description":"Please try again later"}"""),
        ];
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        for (var i = 0; i < refusals.Length; i++)
        {
            bridge.Zendesk.Updates.Next(refusals[i], refusals[i]);
            await bridge.SendTextAsync($"text {i}");
            await bridge.DeliveredAsync("ClientText", i + 1, stepSeconds: 1);
        }

        bridge.Zendesk.Written.Skip(1).ShouldBe(Enumerable.Range(0, refusals.Length).SelectMany(i => Enumerable.Repeat($"text {i}", 3)));
        bridge.Log.Outcomes("ClientText", "Retry").ShouldBe(2 * refusals.Length);
        bridge.Zendesk.Comments.Calls.ShouldBeEmpty("nothing was looked up: a refusal was not taken");
    }

    [Fact]
    public async Task A_refusal_for_good_is_a_dead_letter_whatever_its_shape_and_the_next_text_goes_on()
    {
        Answer[] refusals =
        [
            new(400, """{"error":"Unprocessable","message":"text 0"}"""),
            new(400, """{"error":{"title":"Invalid attribute","message":"You passed an invalid value: text 1"}}"""),
            new(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"comment":"""
                + """[{"description":"text 2: is too odd","error":"InvalidValue"}]}}"""),
            new(413, "text 3 is too large") { ContentType = "text/plain" },
            new(414, Html) { ContentType = "text/html" },
        ];
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        for (var i = 0; i < refusals.Length; i++)
        {
            bridge.Zendesk.Updates.Next(refusals[i]);
            await bridge.SendTextAsync($"text {i}");
            await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") == i + 1);
        }

        await bridge.SendTextAsync("good");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Written.ShouldBe(["Hello", "text 0", "text 1", "text 2", "text 3", "text 4", "good"]);
        (await bridge.DeadLettersAsync()).Select(letter => (string)letter!["reason"]!)
            .ShouldBe(["400 Unprocessable", "400 Invalid attribute", "422 RecordInvalid comment", "413", "414"], ignoreOrder: true,
                "status, code and fields, and nothing anybody wrote");
    }

    [Theory]
    [InlineData(500, "application/json", "")]
    [InlineData(503, "text/html; charset=utf-8", Html)]
    [InlineData(503, "text/html", "")]
    [InlineData(502, "text/html", Html)]
    [InlineData(504, "text/plain", "upstream request timeout")]
    [InlineData(520, "application/json", """{"error":{"title":"Unknown","message":"?"}}""")]
    [InlineData(599, "application/json", "{\"error\":")]
    [InlineData(500, "application/json", """{"error":{"\ud800title":"Forbidden"}}""")]
    public async Task A_failure_after_which_a_comment_may_be_there_is_looked_up_whatever_its_shape(int status, string type, string body)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson([])));
        bridge.Zendesk.Updates.Next(new Answer(status, body) { ContentType = type });
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 5);

        bridge.Zendesk.Written.ShouldBe(["Hello", "More", "More"]);
        bridge.Zendesk.Comments.Calls.Count.ShouldBeInRange(2, 6);
        bridge.Zendesk.Updates.Calls[1].Body.ShouldBe(bridge.Zendesk.Updates.Calls[0].Body);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Retry_after_is_a_number_a_date_or_nothing(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await WaitsAsync("7", 7);
        var date = bridge.Clock.GetUtcNow().AddSeconds(20);
        await WaitsAsync(date.ToString("r", CultureInfo.InvariantCulture), 1);
        bridge.Zendesk.Updates.Calls[^1].At.ShouldBeGreaterThanOrEqualTo(date);

        // Nothing to wait for is no order to come at once: the bridge's own delay holds.
        await WaitsAsync(null, 1);
        await WaitsAsync("0", 1);
        await WaitsAsync("-5", 1);
        await WaitsAsync("soon", 1);
        await WaitsAsync(bridge.Clock.GetUtcNow().AddSeconds(-20).ToString("r", CultureInfo.InvariantCulture), 1);

        async Task WaitsAsync(string? retryAfter, int seconds)
        {
            var calls = bridge.Zendesk.Updates.Calls.Count;
            bridge.Zendesk.Updates.Next(new Answer(status, """{"error":"TryLater","description":"Try later"}""", RetryAfter: retryAfter));
            await bridge.SendTextAsync("More");
            await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= calls + 2, stepSeconds: 1);
            await bridge.DeliveredAsync("ClientText", (calls / 2) + 1);
            (bridge.Zendesk.Updates.Calls[calls + 1].At - bridge.Zendesk.Updates.Calls[calls].At)
                .ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds), retryAfter);
        }
    }
}
