using System.Net;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>The groups JAICP can choose from.</summary>
public sealed class GetDestinationsTests
{
    private const string DefaultOnly = """{"destinations":[{"destinationId":"360001234567","name":"360001234567","hasOnline":true}]}""";

    [Fact]
    public async Task The_default_destination_comes_first()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasGroups((42, "Billing"), (360001234567, "Sales"), (43, "Returns"));

        (await GetKnownAsync(bridge)).ShouldBeJson("""
            {"destinations":[{"destinationId":"360001234567","name":"Sales","hasOnline":true},
             {"destinationId":"42","name":"Billing","hasOnline":true},
             {"destinationId":"43","name":"Returns","hasOnline":true}]}
            """);
    }

    [Fact]
    public async Task A_group_that_the_helpdesk_lists_twice_is_offered_once()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasGroups((42, "Billing"), (360001234567, "Sales"), (42, "Billing"));

        (await GetKnownAsync(bridge)).ShouldBeJson("""
            {"destinations":[{"destinationId":"360001234567","name":"Sales","hasOnline":true},
             {"destinationId":"42","name":"Billing","hasOnline":true}]}
            """);
    }

    [Fact]
    public async Task The_list_can_be_a_bare_array_and_offline_when_unknown()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:DestinationsShape", "Array"), ("Channels:shop:WhenUnknown", "Offline"));
        bridge.Zendesk.HasGroups((360001234567, "Sales"));

        (await GetKnownAsync(bridge)).ShouldBeJson("""[{"destinationId":"360001234567","name":"Sales","hasOnline":false}]""");
    }

    [Fact]
    public async Task The_channel_can_choose_and_label_its_destinations()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:Destinations:0:Id", "43"),
            ("Channels:shop:Destinations:0:Name", "Send it back"),
            ("Channels:shop:Destinations:1:Id", "360001234567"));
        bridge.Zendesk.HasGroups((42, "Billing"), (360001234567, "Sales"), (43, "Returns"));

        (await GetKnownAsync(bridge)).ShouldBeJson(
            """
            {"destinations":[{"destinationId":"360001234567","name":"Sales","hasOnline":true},
             {"destinationId":"43","name":"Send it back","hasOnline":true}]}
            """);
    }

    [Fact]
    public async Task The_default_destination_is_offered_even_when_it_is_not_among_the_chosen_ones()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Destinations:0:Id", "43"));
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (43, "Returns"));

        (await GetKnownAsync(bridge)).ShouldBeJson(
            """
            {"destinations":[{"destinationId":"360001234567","name":"Sales","hasOnline":true},
             {"destinationId":"43","name":"Returns","hasOnline":true}]}
            """);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", "{}")]
    [InlineData("POST", "no json")]
    [InlineData("GET", null)]
    public async Task GET_and_POST_are_taken_whatever_the_body(string method, string? body)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasGroups((360001234567, "360001234567"));
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(bridge.App.OperatorUrl, "getDestinations/"));
        request.Content = body is null ? null : new StringContent(body);
        using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeJson(DefaultOnly);
    }

    [Fact]
    public async Task Several_pages_are_one_list_without_deleted_groups()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasGroups();
        bridge.Zendesk.Groups.Next(
            Answer.Ok("""
                {"groups":[{"id":360001234567,"name":"Sales","deleted":false},{"id":41,"name":"Old","deleted":true}],
                 "meta":{"has_more":true,"after_cursor":"abc=="}}
                """),
            Answer.Ok("""{"groups":[{"id":"42","name":"Billing"}],"meta":{"has_more":false,"after_cursor":"def"}}"""));

        (await GetKnownAsync(bridge)).ShouldBeJson(
            """
            {"destinations":[{"destinationId":"360001234567","name":"Sales","hasOnline":true},
             {"destinationId":"42","name":"Billing","hasOnline":true}]}
            """);
        Uri.UnescapeDataString(bridge.Zendesk.Groups.Calls[1].Query).ShouldBe("page[size]=100&page[after]=abc==");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(403)]
    [InlineData(200)]
    public async Task Before_the_groups_were_ever_read_the_default_destination_is_offered(int status)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.Groups.Usually(new Answer(status, "no json"));

        (await GetAsync(bridge)).ShouldBeJson(DefaultOnly);
    }

    [Fact]
    public async Task A_helpdesk_that_does_not_answer_keeps_nobody_waiting()
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:WhenUnknown", "Offline"), ("Channels:shop:Destinations:0:Id", "43"), ("Delivery:RequestTimeout", "00:01:00"));
        bridge.Zendesk.Groups.Usually(Answer.Ok("{}").HeldUntil(never.Task));

        // Not as long as the request to the helpdesk may take.
        var answer = await GetAsync(bridge).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        never.SetResult();

        answer.ShouldBeJson(
            """
            {"destinations":[{"destinationId":"360001234567","name":"360001234567","hasOnline":false},
             {"destinationId":"43","name":"43","hasOnline":false}]}
            """);
    }

    [Fact]
    public async Task Once_known_the_list_is_answered_from_memory_and_refreshed_behind()
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasGroups((360001234567, "Sales"));
        for (var i = 0; i < 5; i++)
            await GetAsync(bridge);
        bridge.Zendesk.Groups.Calls.Count.ShouldBe(1);

        bridge.Zendesk.Groups.Next(Answer.Ok("""{"groups":[{"id":360001234567,"name":"New name"}]}""").HeldUntil(never.Task));
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        (await GetAsync(bridge)).ShouldContain("Sales");
        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Groups.Calls.Count >= 2);
        (await GetAsync(bridge)).ShouldContain("Sales");
        never.SetResult();
        var last = "";
        for (var i = 0; i < 500 && !last.Contains("New name", StringComparison.Ordinal); i++)
            last = await GetAsync(bridge);
        last.ShouldContain("New name");
    }

    [Fact]
    public async Task The_last_known_list_stays_while_the_helpdesk_is_down()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        var known = await GetKnownAsync(bridge);
        bridge.Zendesk.Groups.Usually(ZendeskStub.Unavailable);
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Groups.Calls.Count > 1);

        (await GetAsync(bridge)).ShouldBe(known);
    }

    /// <summary>
    /// Asks until the groups' names are known. The first caller waits for them only 1.5 seconds, which a busy machine may exceed; that it waits at
    /// all is tested in RefreshingValueTests.
    /// </summary>
    private static async Task<string> GetKnownAsync(BridgeFixture bridge)
    {
        for (var i = 1; ; i++)
        {
            var answer = await GetAsync(bridge);
            if (answer.Contains("\"Sales\"", StringComparison.Ordinal))
                return answer;
            i.ShouldBeLessThan(1000, answer);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static Task<string> GetAsync(BridgeFixture bridge) =>
        bridge.App.Http.GetStringAsync(new Uri(bridge.App.OperatorUrl, "getDestinations"), TestContext.Current.CancellationToken);
}
