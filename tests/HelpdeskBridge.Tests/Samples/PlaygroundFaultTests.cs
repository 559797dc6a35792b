using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>The failures that a visitor of the playground can switch on, and what becomes of the chats.</summary>
public sealed class PlaygroundFaultTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    [Fact]
    public async Task A_ticket_that_refuses_keeps_its_own_texts_waiting_and_no_others()
    {
        var (refusing, other) = (await playground.HandOverAsync("ida"), await playground.HandOverAsync("jim"));
        (await SwitchAsync("refuseTicket", on: true, refusing)).EnsureSuccessStatusCode();
        (await FaultsAsync())["refusingTickets"]!.ToJsonString().ShouldBe($"[{refusing}]");

        await playground.PostAsync("/api/chat/ida/text", new { text = "waits" });
        await playground.PostAsync("/api/chat/jim/text", new { text = "goes through" });
        await UntilWrittenAsync(other, "goes through");
        await Simulators.Wait.UntilAsync(() => playground.Exchanges.Any(entry => entry is { Method: "PUT", Status: 403 }));
        Count(await playground.UntilAsync($"/api/desk/tickets/{refusing}", _ => true), "waits").ShouldBe(0);
        (await SwitchAsync("refuseTicket", on: false, refusing)).EnsureSuccessStatusCode();

        await UntilWrittenAsync(refusing, "waits");
        (await FaultsAsync())["refusingTickets"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_slow_Zendesk_saves_after_the_timeout_arrives_once()
    {
        var ticket = await playground.HandOverAsync("kai");
        (await SwitchAsync("zendeskSlow", on: true)).EnsureSuccessStatusCode();

        await playground.PostAsync("/api/chat/kai/text", new { text = "only once" });
        await UntilWrittenAsync(ticket, "only once");
        (await SwitchAsync("zendeskSlow", on: false)).EnsureSuccessStatusCode();
        await playground.PostAsync("/api/chat/kai/text", new { text = "the next one" });
        var shown = await UntilWrittenAsync(ticket, "the next one");

        Count(shown, "only once").ShouldBe(1);
        playground.Exchanges.ShouldContain(entry =>
            entry.Status == null && entry.Summary.EndsWith("“only once”: done late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chat_goes_on_when_the_clients_user_is_deleted()
    {
        var ticket = await playground.HandOverAsync("lea");
        (await playground.PostAsync($"/api/desk/tickets/{ticket}/delete-client")).EnsureSuccessStatusCode();

        await playground.PostAsync("/api/chat/lea/text", new { text = "still me" });

        var comment = (await UntilWrittenAsync(ticket, "still me"))["comments"]!.AsArray()[^1]!;
        ((string?)comment["author"]).ShouldBe("lea");
    }

    [Fact]
    public async Task The_bridge_is_killed_and_started_again_and_what_waited_arrives_once()
    {
        var ticket = await playground.HandOverAsync("mia");
        (await SwitchAsync("zendeskDown", on: true)).EnsureSuccessStatusCode();
        await playground.PostAsync("/api/chat/mia/text", new { text = "before the kill" });
        (await playground.PostAsync("/api/bridge/kill")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await SwitchAsync("zendeskDown", on: false)).EnsureSuccessStatusCode();
        await playground.PostAsync("/api/chat/mia/text", new { text = "after it" });

        var shown = await UntilWrittenAsync(ticket, "after it");
        (Count(shown, "before the kill"), Count(shown, "after it")).ShouldBe((1, 1));
        ((bool)(await playground.UntilAsync("/api/bridge", _ => true))["isRunning"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task The_operators_page_is_the_bridges_own_and_its_key_works()
    {
        var bridge = await playground.UntilAsync("/api/bridge", _ => true);
        var address = new Uri(new Uri((string)bridge["adminUrl"]!), "/admin/api/status");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)bridge["adminKey"]!);
        using var answer = await playground.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("refuseTicket", null)]
    [InlineData("refuseTicket", 1L)]
    [InlineData("unknown", null)]
    public async Task A_switch_that_does_not_exist_or_has_no_ticket_is_not_found(string name, long? ticket) =>
        (await SwitchAsync(name, on: true, ticket)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    private Task<HttpResponseMessage> SwitchAsync(string name, bool on, long? ticket = null) =>
        playground.PostAsync($"/api/faults/{name}", new { on, ticketId = ticket });

    private Task<JsonNode> FaultsAsync() => playground.UntilAsync("/api/faults", _ => true);

    private Task<JsonNode> UntilWrittenAsync(long ticket, string text) =>
        playground.UntilAsync($"/api/desk/tickets/{ticket}", shown => Count(shown, text) > 0);

    private static int Count(JsonNode shown, string text) =>
        shown["comments"]!.AsArray().Count(comment => ((string)comment!["html"]!).Contains(text, StringComparison.Ordinal));
}
