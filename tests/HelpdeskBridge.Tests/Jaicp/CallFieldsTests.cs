using System.Text;
using System.Text.Json;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Jaicp;

/// <summary>The fields of a call from JAICP: lenient in what is taken, and every fault named.</summary>
public sealed class CallFieldsTests
{
    [Theory]
    [InlineData("""{"text":"Hello"}""", "Hello", null)]
    [InlineData("""{"text":" Hello\n"}""", " Hello\n", null)]
    [InlineData("""{"text":"a\u0000b"}""", "ab", null)]
    [InlineData("""{"text":"😀"}""", "😀", null)]
    [InlineData("""{"text":"a","text":"b"}""", "b", null)]
    [InlineData("{}", "", "is required")]
    [InlineData("""{"Text":"Hello"}""", "", "is required")]
    [InlineData("""{"text":null}""", "", "is required")]
    [InlineData("""{"text":7}""", "", "must be a string")]
    [InlineData("""{"text":{}}""", "", "must be a string")]
    [InlineData("""{"text":true}""", "", "must be a string")]
    [InlineData("""{"text":""}""", "", "must not be blank")]
    [InlineData("""{"text":" \t\n\u00a0"}""", "", "must not be blank")]
    [InlineData("""{"text":"\u0000"}""", "", "must not be blank")]
    [InlineData("""{"text":"\u200b\ufeff \u200d"}""", "", "must not be blank")]
    [InlineData("""{"text":"12345678901"}""", "", "must be at most 10 characters")]
    [InlineData("""{"text":"1234567890"}""", "1234567890", null)]
    [InlineData("""{"text":"\ud83d"}""", "\ufffd", null)]
    public async Task A_required_field_is_text_that_is_more_than_white_space(string body, string value, string? fault)
    {
        var fields = Parse(body);

        fields.GetRequiredText("text", 10).ShouldBe(value);
        (await FaultsAsync(fields)).GetValueOrDefault("text")?.Single().ShouldBe(fault);
        fields.HasErrors.ShouldBe(fault is not null);
    }

    [Theory]
    [InlineData("""{"destinationId":"36"}""", "36")]
    [InlineData("""{"destinationId":36}""", "36")]
    [InlineData("""{"destinationId":360001234567890123}""", "360001234567890123")]
    [InlineData("""{"destinationId":""}""", null)]
    [InlineData("""{"destinationId":"  "}""", null)]
    [InlineData("""{"destinationId":null}""", null)]
    [InlineData("""{"destinationId":{"id":36}}""", null)]
    [InlineData("""{"destinationId":true}""", null)]
    [InlineData("""{"destinationId":"\ud83d"}""", "\ufffd")]
    [InlineData("{}", null)]
    public void An_optional_field_is_a_string_or_number_and_anything_else_is_as_if_absent(string body, string? value)
    {
        var fields = Parse(body);

        fields.GetOptionalText("destinationId").ShouldBe(value);
        fields.HasErrors.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"size":10}""", 10L)]
    [InlineData("""{"size":"10"}""", 10L)]
    [InlineData("""{"size":1.5}""", null)]
    [InlineData("""{"size":99999999999999999999}""", null)]
    [InlineData("""{"size":"ten"}""", null)]
    [InlineData("{}", null)]
    public void A_number_may_stand_in_a_string(string body, long? value) => Parse(body).GetNumber("size").ShouldBe(value);

    [Theory]
    [InlineData("""{"attributes":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"attributes":"{\"a\":1}"}""", """{"a":1}""")]
    [InlineData("""{"attributes":[1]}""", "[1]")]
    [InlineData("""{"attributes":7}""", "7")]
    [InlineData("""{"attributes":"not json"}""", "\"not json\"")]
    [InlineData("""{"attributes":""}""", null)]
    [InlineData("""{"attributes":" "}""", null)]
    [InlineData("""{"attributes":"null"}""", null)]
    [InlineData("""{"attributes":null}""", null)]
    [InlineData("{}", null)]
    [InlineData("""{"attributes":{"a":"\ud83d"}}""", """{"a":"\ufffd"}""")]
    public void Context_is_an_object_or_JSON_in_a_string_or_absent(string body, string? json)
    {
        var fields = Parse(body);

        fields.GetJson("attributes").ShouldBe(json);
        fields.HasErrors.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("{\"text\":")]
    [InlineData("{\"text\":\"a\",}")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public async Task A_body_that_is_no_JSON_object_is_one_fault_and_no_field_adds_another(string body)
    {
        var fields = Parse(body);

        fields.GetRequiredText("userId").ShouldBe("");
        fields.GetOptionalText("text").ShouldBeNull();
        fields.GetJson("attributes").ShouldBeNull();
        fields.IsEmptyText("url").ShouldBeFalse();
        (await FaultsAsync(fields)).Keys.ShouldBe(["body"]);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm() =>
        CallFields.Parse((byte[])[0xEF, 0xBB, 0xBF, .. "{\"text\":\"a\"}"u8]).GetRequiredText("text").ShouldBe("a");

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_a_fault_and_never_an_exception()
    {
        byte[] notText = [.. "{\"text\":\""u8, 0xFF, .. "\",\"attributes\":{\"a\":\""u8, 0xFF, .. "\"},\"customData\":\""u8, 0xFF, .. "\"}"u8];
        var fields = CallFields.Parse(notText);

        fields.GetRequiredText("text");
        fields.GetOptionalText("text");
        fields.GetJson("attributes");
        fields.GetJson("customData");
        (await FaultsAsync(fields)).Count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("""{"a":{"b\ud800":"\uDC00x\u0000"}}""", """{"b\ufffd":"\ufffdx"}""")]
    [InlineData("""{"a":{"b":"\ud83d\ude00 \\ud800 \\u0000 \\\ud800"}}""", """{"b":"\ud83d\ude00 \\ud800 \\u0000 \\\ufffd"}""")]
    [InlineData("""{"a":"{\"b\":\"\\ud800\"}"}""", """{"b":"\ufffd"}""")]
    public void JSON_that_is_kept_can_be_read_later(string body, string json)
    {
        var kept = Parse(body).GetJson("a").ShouldNotBeNull();

        kept.ShouldBe(json);
        Should.NotThrow(() => System.Text.Json.Nodes.JsonNode.Parse(kept)!["b"]?.ToString());
    }

    [Theory]
    [InlineData("""{"url":""}""", true)]
    [InlineData("""{"url":" "}""", false)]
    [InlineData("""{"url":null}""", false)]
    [InlineData("{}", false)]
    public void An_empty_text_is_distinguished_from_an_absent_one(string body, bool isEmpty) => Parse(body).IsEmptyText("url").ShouldBe(isEmpty);

    [Fact]
    public async Task Every_fault_is_in_the_answer_by_its_field()
    {
        var fields = Parse("""{"text":7}""");
        fields.GetRequiredText("userId");
        fields.GetRequiredText("text");
        fields.AddError("url", "must be an absolute http or https URL");

        (await FaultsAsync(fields)).Keys.ShouldBe(["userId", "text", "url"], ignoreOrder: true);
    }

    private static CallFields Parse(string body) => CallFields.Parse(Encoding.UTF8.GetBytes(body));

    /// <summary>The faults as the caller gets them: 400 with each field's messages.</summary>
    private static async Task<Dictionary<string, string[]>> FaultsAsync(CallFields fields)
    {
        if (!fields.HasErrors)
            return [];
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = new MemoryStream() } };
        await fields.ToProblem().ExecuteAsync(http);
        http.Response.StatusCode.ShouldBe(400);
        http.Response.ContentType.ShouldBe("application/problem+json");
        http.Response.Body.Position = 0;
        using var json = await JsonDocument.ParseAsync(http.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
        return json.RootElement.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;
    }
}
