using System.Net;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>What the Operator API refuses, and with which answer.</summary>
public sealed class FaultyCallTests(FaultyCallTests.Fixture fixture) : IClassFixture<FaultyCallTests.Fixture>
{
    /// <summary>Method, body and the fields named in the answer.</summary>
    public static readonly TheoryData<string, string, string[]> Faults = new()
    {
        { "sendText", "{}", ["text", "userId"] },
        { "sendText", """{"userId":null,"text":null}""", ["text", "userId"] },
        { "sendText", """{"userId":"","text":""}""", ["text", "userId"] },
        { "sendText", """{"userId":" \t","text":"\n"}""", ["text", "userId"] },
        { "sendText", """{"userId":"\u0000","text":"\u0000"}""", ["text", "userId"] },
        { "sendText", """{"userId":5,"text":true}""", ["text", "userId"] },
        { "sendText", """{"userId":{},"text":["a"]}""", ["text", "userId"] },
        { "sendText", """{"userId":"u1"}""", ["text"] },
        { "sendText", """{"text":"Hello"}""", ["userId"] },
        { "sendText", """{"userid":"u1","TEXT":"Hello"}""", ["text", "userId"] },
        { "sendText", """{"userId":"u1","text":"\u0000"}""", ["text"] },
        { "sendText", """{"userId":"\u0000","text":"Hello"}""", ["userId"] },
        { "selectDestination", """{"destinationId":"1"}""", ["userId"] },
        { "selectDestination", """{"userId":7,"destinationId":"1"}""", ["userId"] },
        { "closeChat", "{}", ["userId"] },
        { "closeChat", """{"userId":false,"text":"Bye"}""", ["userId"] },
        { "sendFile", "{}", ["url", "userId"] },
        { "sendFile", """{"userId":"u1","url":"a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"/a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"//files.example.com/a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"ftp://files.example.com/a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"file:///etc/passwd"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"javascript:alert(1)"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"\\\\\u202efiles\\a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"https://user:secret@files.example.com/a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"https://user@files.example.com/a.png"}""", ["url"] },
        { "sendFile", """{"userId":"u1","url":"https://"}""", ["url"] },
        { "sendFile", """{"userId":null,"url":"ftp://x"}""", ["url", "userId"] },
        { "setWebhook", "{}", ["url"] },
        { "setWebhook", """{"url":null}""", ["url"] },
        { "setWebhook", """{"url":5}""", ["url"] },
        { "setWebhook", """{"url":" "}""", ["url"] },
        { "setWebhook", """{"url":"https://evil.example.com/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"https://jaicp.com.evil.example.com/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"https://notjaicp.com/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"https://bot.jaicp.com@evil.example.com/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"http://bot.jaicp.com/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"http://10.0.0.1/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"bot.jaicp.com/webhook"}""", ["url"] },
        { "setWebhook", """{"url":"https://bot.jaicp.com/web hook"}""", ["url"] },
        { "setWebhook", """{"url":"https://bot.jaicp.com/a HTTP/1.1\r\nX-Injected: 1\r\n\r\n"}""", ["url"] },
        { "setWebhook", """{"url":"https://bot.jaicp.com/webhook\n"}""", ["url"] },
        { "sendText", "", ["body"] },
        { "sendText", "{", ["body"] },
        { "sendText", "userId=u1&text=Hello", ["body"] },
        { "sendText", """{"userId":"u1","text":"Hello"} {}""", ["body"] },
        { "sendText", """[{"userId":"u1","text":"Hello"}]""", ["body"] },
        { "sendText", "\"Hello\"", ["body"] },
        { "sendText", "null", ["body"] },
        { "setWebhook", "[]", ["body"] },
        { "sendFile", "[]", ["body"] },
        { "selectDestination", "[]", ["body"] },
        { "closeChat", "[]", ["body"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_call_is_400_and_names_every_faulty_field(string method, string body, string[] fields)
    {
        using var response = await fixture.Bridge.App.PostAsync(method, body);

        await IsFaultyAsync(response, fields);
    }

    [Theory]
    [InlineData(1024, 200)]
    [InlineData(1025, 400)]
    public async Task A_user_id_has_at_most_1024_characters(int length, int status)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        using var response = await bridge.App.CallAsync("sendText", new { userId = new string('Ж', length), text = "Hello" });

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 200)
            await bridge.DeliveredAsync("OpenTicket");
    }

    [Theory]
    [InlineData("sendFile")]
    [InlineData("setWebhook")]
    public async Task An_address_has_at_most_8192_characters(string method)
    {
        using var response = await fixture.Bridge.App.CallAsync(method, new { userId = "u1", url = "https://bot.jaicp.com/".PadRight(8193, 'a') });

        await IsFaultyAsync(response, "url");
    }

    [Theory]
    [InlineData("""{"userId":"u1","text":"ab?c"}""")]
    [InlineData("""{"userId":"u?1","text":"Hello"}""")]
    public async Task Bytes_that_are_no_UTF8_are_400(string body)
    {
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body).Select(b => b == (byte)'?' ? (byte)0xff : b)]);
        using var response = await fixture.Bridge.App.Http.PostAsync(
            new Uri(fixture.Bridge.App.OperatorUrl, "sendText"), content, TestContext.Current.CancellationToken);

        await IsFaultyAsync(response, "body");
    }

    [Theory]
    [InlineData("""{"userId":"u1","attributes":{"a":"?"}}""")]
    [InlineData("""{"userId":"u1","customData":["?"]}""")]
    [InlineData("""{"userId":"u1","userName":"?"}""")]
    [InlineData("""{"userId":"u1","?":1}""")]
    [InlineData("""{"\ud800":1,"userId":"u1"}""")]
    [InlineData("""{"\ud800$(x)-1<script>url":"","userId":"u1"}""")]
    [InlineData("""{"userId":"u1","attributes":{"\ud800":"\ud800"},"hiddenAttributes":"\ud800","customData":"\ud800"}""")]
    public async Task Invalid_text_in_optional_fields_never_causes_an_internal_error(string body)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body).Select(b => b == (byte)'?' ? (byte)0xff : b)]);
        using var response =
            await bridge.App.Http.PostAsync(new Uri(bridge.App.OperatorUrl, "selectDestination"), content, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBeOneOf(200, 400);
    }

    private static async Task IsFaultyAsync(HttpResponseMessage response, params string[] fields)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(text);
        problem.RootElement.GetProperty("type").GetString().ShouldBe("urn:helpdesk-bridge:problem:faulty-request");
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe(400);
        problem.RootElement.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal).ShouldBe(fields);
    }

    /// <summary>Refused calls leave nothing behind, so they share a service; that none of them reached Zendesk is checked at its end.</summary>
    public sealed class Fixture : SharedFixture
    {
        private protected override Task<BridgeFixture> StartAsync() => BridgeFixture.StartAsync();
    }
}
