using System.Net;
using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>What JAICP may send differently without anything being lost.</summary>
public sealed class LeniencyTests(LeniencyTests.Fixture fixture) : IClassFixture<LeniencyTests.Fixture>
{
    private const string Text = """{"userId":"u1","text":"Hello"}""";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/vnd.api+json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Any_content_type_is_taken(string? contentType) => await ArrivesAsync("sendText", Encoding.UTF8.GetBytes(Text), contentType);

    [Fact]
    public async Task A_byte_order_mark_is_taken() => await ArrivesAsync("sendText", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)]);

    [Theory]
    [InlineData("""{"userId":"u1","text":"Hello","messageId":5,"nested":{"userId":"u2"},"more":[null]}""")]
    [InlineData("""{ "text" : "Hello" , "userId" : "u1" }""")]
    [InlineData("""{"userId":"u1","text":"other","text":"Hello"}""")]
    [InlineData("""{"\u0075serId":"\u0075\u0031","text":"H\u0065llo"}""")]
    [InlineData("""{"userId":"u1","text":"Hel\u0000lo"}""")]
    public async Task Unknown_fields_order_and_spelling_of_JSON_do_not_matter(string body) =>
        await ArrivesAsync("sendText", Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("/operator/shop/{key}/sendText/")]
    [InlineData("/operator/shop/{key}//sendText")]
    [InlineData("//operator///shop/{key}//sendText//")]
    [InlineData("/OPERATOR/Shop/{key}/SENDTEXT")]
    [InlineData("/operator/SHOP/{key}/sendtext/")]
    [InlineData("/operator/shop/{key}/sendText?x=1")]
    public async Task Slashes_and_letter_case_of_the_address_do_not_matter(string path) => await ArrivesAsync(path, Encoding.UTF8.GetBytes(Text));

    /// <summary>They are stored with the conversation, which is loaded for each message.</summary>
    [Fact]
    public async Task A_name_or_a_destination_of_any_length_is_taken_and_shortened()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        using var handOver = await bridge.App.CallAsync(
            "selectDestination", new { userId = "u1", destinationId = new string('7', 500_000), userName = new string('n', 500_000) });
        handOver.StatusCode.ShouldBe(HttpStatusCode.OK);

        var conversation = (await bridge.AdminAsync("conversations"))["conversations"]![0]!;
        ((string)conversation["destinationId"]!).Length.ShouldBe(255);
    }

    [Fact]
    public async Task A_channel_in_another_letter_case_is_the_same_channel()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        using var content = new StringContent($$"""{"userId":"{{BridgeFixture.User}}","text":"More"}""");
        (await bridge.App.Http.PostAsync(new Uri(bridge.App.Url, $"/operator/SHOP/{BridgeApp.Key}/sendText"), content,
            TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.ShouldBe(["Hello", "More"]);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"userId":"u1"}""")]
    [InlineData("""{"userId":"u1","destinationId":360001234567}""")]
    [InlineData("""{"userId":"u1","destinationId":""}""")]
    [InlineData("""{"userId":"u1","destinationId":{"id":1}}""")]
    [InlineData("""{"userId":"u1","attributes":{"plan":"gold"},"hiddenAttributes":{"a":[1]},"customData":{"orderId":7}}""")]
    [InlineData("""{"userId":"u1","attributes":"{\"plan\":\"gold\"}","hiddenAttributes":"{}","customData":"7"}""")]
    [InlineData("""{"userId":"u1","attributes":null,"hiddenAttributes":null,"customData":null,"userName":null}""")]
    [InlineData("""{"userId":"u1","attributes":"no json","hiddenAttributes":5,"customData":[],"userName":7}""")]
    [InlineData("""{"userId":"u1","attributes":"","hiddenAttributes":" ","customData":"null"}""")]
    public async Task A_hand_over_is_taken_in_many_shapes(string body)
    {
        var opened = fixture.Bridge.Zendesk.NewTickets.Calls.Count;
        using var response =
            await fixture.Bridge.App.PostAsync("selectDestination", body.Replace("u1", $"handed over {opened}", StringComparison.Ordinal));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Zendesk.NewTickets.Calls.Count > opened);

        ((long)fixture.Bridge.Zendesk.NewTickets.Calls[opened].Ticket["group_id"]!).ShouldBe(360001234567);
    }

    [Theory]
    [InlineData(""" "fileName":7,"size":"12" """)]
    [InlineData(""" "fileName":null,"size":null """)]
    [InlineData(""" "fileName":{},"size":1.5 """)]
    [InlineData(""" "unknown":1 """)]
    public async Task A_files_name_and_size_may_be_missing_or_invalid(string fields) =>
        await ArrivesAsync(
            "sendFile", Encoding.UTF8.GetBytes($$"""{"userId":"u1","url":"https://127.0.0.2/1",{{fields}} }"""), kind: "https://127.0.0.2/1");

    [Fact]
    public async Task An_over_long_file_name_and_user_name_are_shortened_whole_character_by_character()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync("u1", name: new string('x', 254) + "😀😀");
        await bridge.AcceptedAsync("sendFile", new { userId = "u1", url = "https://127.0.0.2/1", fileName = new string('y', 254) + "😀😀" });
        await bridge.DeliveredAsync("OpenTicket");

        var name = (string)bridge.Zendesk.Users.Calls[0].Json["user"]!["name"]!;
        name.ShouldBe(new string('x', 254) + "…");
        bridge.Zendesk.Written[0].ShouldNotBeNull().ShouldNotContain("\uFFFD");
    }

    [Fact]
    public async Task PublicUrl_may_have_a_path()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Bridge:PublicUrl", "https://example.com/bridge/"));
        bridge.Zendesk.AcceptsTickets();
        using var content = new StringContent(Text);
        (await bridge.App.Http.PostAsync(new Uri(bridge.App.Url, $"/bridge/operator/shop/{BridgeApp.Key}/sendText"), content,
            TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await bridge.DeliveredAsync("OpenTicket");
    }

    /// <summary>The call is taken, and "Hello" or the file arrives in Zendesk.</summary>
    private async Task ArrivesAsync(string pathOrMethod, byte[] body, string? contentType = "application/json", string kind = "Hello")
    {
        var bridge = fixture.Bridge;
        var written = bridge.Zendesk.Written.Count;
        var path = pathOrMethod.StartsWith('/')
            ? pathOrMethod.Replace("{key}", BridgeApp.Key, StringComparison.Ordinal)
            : $"/operator/shop/{BridgeApp.Key}/{pathOrMethod}";
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var url =
            new Uri(bridge.App.Url.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await bridge.App.Http.PostAsync(url, content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        // What the tests before it still had under way may come in between.
        await bridge.UntilAsync(() => bridge.Zendesk.Written.Skip(written).Any(text => text?.Contains(kind, StringComparison.Ordinal) == true));

        // All of them are u1 and one chat: what a ticket takes in ten minutes is not to hold the next one up.
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    /// <summary>Zendesk takes everything, and a hand-over opens its ticket at once.</summary>
    public sealed class Fixture : SharedFixture
    {
        private protected override async Task<BridgeFixture> StartAsync()
        {
            var bridge = await BridgeFixture.StartAsync(("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"));
            bridge.Zendesk.AcceptsTickets();
            return bridge;
        }
    }
}
