using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Sending many dead letters again: count, start, watch, cancel.</summary>
public sealed class BulkRetryTests
{
    private const string Refused = "JAICP refused the event with 400";

    [Fact]
    public async Task They_are_counted_first_and_nothing_is_sent()
    {
        await using var bridge = await WithDeadLettersAsync(3);
        (await RetryAsync(bridge, "?dryRun=true")).ShouldBeJson("""{"matching":3}""");
        (await RetryAsync(bridge, $"?channel=shop&reason={Uri.EscapeDataString(Refused)}&dryRun=true")).ShouldBeJson("""{"matching":3}""");
        (await RetryAsync(bridge, "?reason=JAICP&dryRun=true")).ShouldBeJson("""{"matching":0}""");
        (await RetryAsync(bridge, "?channel=other&dryRun=true")).ShouldBeJson("""{"matching":0}""");

        (await bridge.DeadLettersAsync()).Count.ShouldBe(3);
        (await bridge.DeadLettersAsync($"?reason={Uri.EscapeDataString(Refused)}")).Count.ShouldBe(3);
        (await bridge.DeadLettersAsync("?reason=other")).ShouldBeEmpty();
        (await bridge.AdminAsync("audit"))["audit"]!.AsArray().ShouldBeEmpty();
        bridge.Jaicp.Received.Count.ShouldBe(3);
    }

    [Fact]
    public async Task All_that_match_are_sent_again_in_order_and_it_is_audited()
    {
        await using var bridge = await WithDeadLettersAsync(45);
        bridge.Jaicp.AcceptsEvents();
        var id = (string)(await RetryAsync(bridge, "?channel=shop"))["operation"]!;
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 45, stepSeconds: 1);
        var operation = await EndedAsync(bridge, id);

        operation.ShouldBeJson($$"""
            {"id":"{{id}}","kind":"retryDeadLetters","channel":"shop","reason":null,"state":"Done","matching":45,"done":45,
             "startedBy":"api key","startedAt":"*","endedAt":"*"}
            """);
        bridge.Jaicp.EventSummaries.Skip(45).ShouldBe(Enumerable.Range(0, 45).Select(i => $"TextMessage text {i}"));
        (await bridge.DeadLettersAsync()).ShouldBeEmpty();
        var audit = (await bridge.AdminAsync("audit"))["audit"]!.AsArray();
        audit.Count(entry => (string)entry!["action"]! == "retry").ShouldBe(45);
        audit.Where(entry => (string)entry!["action"]! == "retryMany").Select(entry => $"{entry!["subject"]} {entry["outcome"]}")
            .ShouldBe([$"{id} done", $"{id} started"]);
    }

    [Fact]
    public async Task One_that_fails_again_is_a_dead_letter_again_and_is_not_retried_twice()
    {
        await using var bridge = await WithDeadLettersAsync(25);
        var id = (string)(await RetryAsync(bridge))["operation"]!;
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") >= 50, stepSeconds: 1);
        var operation = await EndedAsync(bridge, id);
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));

        ((int)operation["done"]!).ShouldBe(25);
        bridge.Jaicp.Received.Count.ShouldBe(50);
        (await bridge.DeadLettersAsync()).Count.ShouldBe(25);
    }

    [Fact]
    public async Task It_stops_when_it_is_cancelled()
    {
        await using var bridge = await WithDeadLettersAsync(60);
        bridge.Jaicp.AcceptsEvents();
        var id = (string)(await RetryAsync(bridge))["operation"]!;

        // The clock stands still, so the first step is the only one.
        await UntilDoneAsync(bridge, id, 20);
        (await bridge.AdminAsync($"operations/{id}"))["state"]!.GetValue<string>().ShouldBe("Running");
        ((string)(await bridge.AdminAsync($"operations/{id}", HttpMethod.Delete))["state"]!).ShouldBe("Cancelled");
        using (var again = await bridge.CallAdminAsync($"/admin/api/operations/{id}", method: HttpMethod.Delete))
            ((int)again.StatusCode).ShouldBe(409);

        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 20, stepSeconds: 1);
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        (await bridge.DeadLettersAsync()).Count.ShouldBe(40);
        var audit = (await bridge.AdminAsync("audit"))["audit"]!.AsArray();
        audit.Select(entry => (string)entry!["action"]!).Where(action => action != "retry").ShouldBe(["cancel", "retryMany"], ignoreOrder: true);
    }

    [Fact]
    public async Task It_goes_on_after_a_restart()
    {
        await using var bridge = await WithDeadLettersAsync(50);
        bridge.Jaicp.AcceptsEvents();
        var id = (string)(await RetryAsync(bridge))["operation"]!;
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 20);
        await bridge.App.RestartAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 50, stepSeconds: 1);

        ((int)(await EndedAsync(bridge, id))["done"]!).ShouldBe(50);
        bridge.Jaicp.Received.Skip(50).Select(e => (string)e["id"]!).ShouldBeUnique();
        (await bridge.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_at_once_send_nothing_twice()
    {
        await using var bridge = await WithDeadLettersAsync(45);
        bridge.Jaicp.AcceptsEvents();
        var first = (string)(await RetryAsync(bridge))["operation"]!;
        var second = (string)(await RetryAsync(bridge))["operation"]!;
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 45, stepSeconds: 1);

        ((int)(await EndedAsync(bridge, first))["done"]! + (int)(await EndedAsync(bridge, second))["done"]!).ShouldBe(45);
        bridge.Jaicp.Received.Count.ShouldBe(90);
    }

    [Fact]
    public async Task The_page_asks_with_the_number_starts_shows_how_far_it_is_and_cancels()
    {
        await using var bridge = await WithDeadLettersAsync(60);
        var (session, token) = await SessionAndTokenAsync(bridge, "Ann");
        var list = await ReadAsync(bridge, "/admin/dead-letters", session);
        list.ShouldContain("60 messages given up");
        list.ShouldContain(Refused);
        var query = $"?channel=shop&reason={Uri.EscapeDataString(Refused)}";
        var question = await ReadAsync(bridge, $"/admin/dead-letters/retry{query}", session);
        question.ShouldContain("<strong>60</strong>");
        bridge.Jaicp.Received.Count.ShouldBe(60);

        bridge.Jaicp.AcceptsEvents();
        (await PostAsync(bridge, $"/admin/dead-letters/retry{query}", session)).ShouldBe(403);
        using var started = await SendFormAsync(bridge, $"/admin/dead-letters/retry{query}", session, token);
        var address = started.Headers.Location!.OriginalString;
        await UntilDoneAsync(bridge, address.Split('/')[^1], 20);
        var progress = await ReadAsync(bridge, address, session);
        progress.ShouldContain("<progress max=\"60\" value=\"20\"");
        progress.ShouldContain("Cancel");
        (await PostAsync(bridge, $"{address}/cancel", session)).ShouldBe(403);
        (await PostAsync(bridge, $"{address}/cancel", session, form: $"csrf={token}")).ShouldBe(303);
        (await ReadAsync(bridge, address, session)).ShouldContain("Cancelled");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 20, stepSeconds: 1);
    }

    [Fact]
    public async Task An_operation_that_there_is_not_is_404()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            using var response = await bridge.CallAdminAsync("/admin/api/operations/unknown", method: method);
            ((int)response.StatusCode).ShouldBe(404);
        }
    }

    /// <summary>So many of an agent's texts that JAICP refused.</summary>
    private static async Task<BridgeFixture> WithDeadLettersAsync(int count)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Channels:shop:Texts:ReplyNotDelivered", ""));
        bridge.Jaicp.Events.Usually(new Answer(400));
        await bridge.AnswerAsync(Enumerable.Range(0, count).Select(i => $"text {i}"));
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") >= count);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        return bridge;
    }

    private static Task<JsonNode> RetryAsync(BridgeFixture bridge, string query = "") => bridge.DoAsync($"dead-letters/retry{query}");

    private static async Task UntilDoneAsync(BridgeFixture bridge, string id, int count)
    {
        while ((int)(await bridge.AdminAsync($"operations/{id}"))["done"]! < count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> EndedAsync(BridgeFixture bridge, string id)
    {
        while (true)
        {
            var operation = await bridge.AdminAsync($"operations/{id}");
            if ((string)operation["state"]! != "Running")
                return operation;
            bridge.Clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
