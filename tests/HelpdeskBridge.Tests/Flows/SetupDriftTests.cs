using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// The running service looks whether what was set up in the helpdesk is still as it needs it. It runs alone, because meters of one name are shared
/// by all services in the process, and here their values are judged.
/// </summary>
[Collection(nameof(RunsAlone))]
public sealed partial class SetupDriftTests
{
    private const string Inactive = "webhook is inactive";

    [Fact]
    public async Task Nothing_is_read_in_the_first_minutes_and_then_three_lists_once_an_hour()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var start = bridge.Clock.GetUtcNow();
        bridge.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await SetupAsync(bridge)).ShouldBe("not checked yet");
        bridge.Zendesk.Calls.ShouldBeEmpty();

        await CheckAsync(bridge);
        await ShowsAsync(bridge, "as needed");
        (bridge.Zendesk.Calls[0].At - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        bridge.Zendesk.Calls.Select(call => $"{call.Method} {call.Path}")
            .ShouldBe(["POST /oauth/tokens", "GET /api/v2/webhooks", "GET /api/v2/triggers", "GET /api/v2/ticket_fields"]);

        await CheckAsync(bridge);
        var calls = bridge.Zendesk.Webhooks.Calls;
        (calls[1].At - calls[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
        bridge.Log.Events.ShouldNotContain(logged => logged.RenderMessage(null).Contains("set up", StringComparison.Ordinal), "nothing has changed");
    }

    [Fact]
    public async Task Drift_is_on_the_card_in_readiness_the_metric_and_the_log_until_it_is_put_right()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        await MetricIsAsync(bridge, null);
        bridge.Zendesk.Webhooks.Usually(SetupJson.Webhooks(SetupJson.Webhook(status: "inactive")));
        await CheckAsync(bridge);
        await ShowsAsync(bridge, $"changed: {Inactive} (\"setup plan\" shows the difference)");

        var page = await ReadAsync(bridge, "/admin", await SessionAsync(bridge));
        page.ShouldContain("Set-up changed");
        page.ShouldContain($"<dd class=\"warning\">changed: {Inactive}");
        (await ReadyAsync(bridge)).ShouldBe(("Degraded", "Degraded", $"main: changed: {Inactive} (\"setup plan\" shows the difference)"));
        await MetricIsAsync(bridge, 1);
        await CheckAsync(bridge);
        Logged(bridge, 3010).ShouldBe([LogEventLevel.Warning], "it is said once");
        bridge.Log.Contains(LogEventLevel.Warning, $"What was set up in \"main\" is not as the bridge needs it: \"{Inactive}\".").ShouldBeTrue();

        bridge.Zendesk.Webhooks.Usually(SetupJson.Webhooks(SetupJson.Webhook()));
        await CheckAsync(bridge);
        await ShowsAsync(bridge, "as needed");
        (await ReadyAsync(bridge)).ShouldBe(("Healthy", "Healthy", "main: as needed"));
        await MetricIsAsync(bridge, 0);
        await CheckAsync(bridge);
        Logged(bridge, 3011).ShouldBe([LogEventLevel.Information]);
        Logged(bridge, 3010).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("webhooks", 403, "the user may not read webhooks")]
    [InlineData("triggers", 403, "the user may not read triggers")]
    [InlineData("ticket fields", 403, "the user may not read ticket fields")]
    [InlineData("webhooks", 401, "the webhooks can't be read: Zendesk issues access tokens but does not accept them (401)")]
    [InlineData("webhooks", 500, "the webhooks can't be read: Zendesk, or a proxy before it, answers 500")]
    public async Task What_may_not_be_read_is_not_known_without_an_alarm(string refused, int status, string reason)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Channels:shop:Ticket:Fields:plan", "101"));
        bridge.Zendesk.TicketFields.Usually(SetupJson.TicketFields(SetupJson.TicketField(101)));
        var route = refused switch
        {
            "webhooks" => bridge.Zendesk.Webhooks,
            "triggers" => bridge.Zendesk.Triggers,
            _ => bridge.Zendesk.TicketFields,
        };
        route.Usually(new Answer(status, """{"error":"Refused"}"""));
        await CheckAsync(bridge);
        await ShowsAsync(bridge, $"not known: {reason}");

        (await ReadyAsync(bridge)).ShouldBe(("Healthy", "Healthy", $"main: not known: {reason}"));
        (await ReadAsync(bridge, "/admin", await SessionAsync(bridge))).ShouldContain("Everything is delivered");
        await MetricIsAsync(bridge, null);
        await CheckAsync(bridge);
        await CheckAsync(bridge);
        Logged(bridge, 3012).ShouldBe([LogEventLevel.Information], "it is said once");
        bridge.Log.Events.ShouldNotContain(logged => logged.Level >= LogEventLevel.Warning);

        bridge.Zendesk.Webhooks.Usually(SetupJson.Webhooks(SetupJson.Webhook()));
        bridge.Zendesk.Triggers.Usually(SetupJson.Triggers());
        bridge.Zendesk.TicketFields.Usually(SetupJson.TicketFields(SetupJson.TicketField(101)));
        await CheckAsync(bridge);
        await ShowsAsync(bridge, "as needed");
        await CheckAsync(bridge);
        Logged(bridge, 3011).ShouldBe([LogEventLevel.Information]);
        Logged(bridge, 3012).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_known_any_more_is_no_drift_any_more()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.Webhooks.Usually(SetupJson.Webhooks());
        await CheckAsync(bridge);
        await ShowsAsync(bridge, "changed: webhook is missing (\"setup plan\" shows the difference)");
        await MetricIsAsync(bridge, 1);

        bridge.Zendesk.Webhooks.Usually(ZendeskStub.Forbidden);
        await CheckAsync(bridge);
        await ShowsAsync(bridge, "not known: the user may not read webhooks");
        await MetricIsAsync(bridge, null);
        (await ReadyAsync(bridge)).Status.ShouldBe("Healthy");
        Logged(bridge, 3011).ShouldBeEmpty("it was not put right");
    }

    public static TheoryData<string, string> Accounts => new()
    {
        { "as made", "as needed" },
        { "another address", "changed: webhook was edited (endpoint)" },
        { "less events", "changed: webhook was edited (subscriptions)" },
        { "inactive, another address", "changed: webhook is inactive; webhook was edited (endpoint)" },
        { "with trigger", "as needed" },
        { "trigger inactive", "changed: trigger is not active" },
        { "trigger edited", "changed: trigger was edited (body)" },
        { "trigger deleted", "changed: trigger is missing" },
        { "trigger left over", "changed: one trigger too many" },
        { "by hand", "as needed" },
        { "by hand, inactive", "changed: webhook is inactive" },
        { "field", "as needed" },
        { "field inactive", "changed: the ticket field 101, which Channels:shop:Ticket:Fields:plan names, is not active" },
        { "field made by setup", "as needed" },
        { "field made by setup, inactive", "changed: ticket field for plan is not active" },
        { "field made by setup, inactive, by hand", "changed: ticket field for plan is not active" },
        { "field deleted", "changed: there is no ticket field 101, which Channels:shop:Ticket:Fields:plan names" },
    };

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task It_is_said_in_plain_words_what_has_changed(string account, string words)
    {
        await using var bridge = account.StartsWith("field", StringComparison.Ordinal)
            ? await BridgeFixture.StartAsync(AdminApi.Setting, ("Channels:shop:Ticket:Fields:plan", "101"))
            : await BridgeFixture.StartAsync(AdminApi.Setting);
        SetUp(bridge.Zendesk, account);
        await CheckAsync(bridge);

        await ShowsAsync(
            bridge, words.StartsWith("changed", StringComparison.Ordinal) ? $"{words} (\"setup plan\" shows the difference)" : words);
    }

    [Fact]
    public async Task Nothing_waits_for_the_check()
    {
        var release = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Zendesk.Webhooks.Next(SetupJson.Webhooks(SetupJson.Webhook()).HeldUntil(release.Task));
        await CheckAsync(bridge);
        await bridge.SendTextAsync("meanwhile");
        await bridge.DeliveredAsync("ClientText");
        (await ReadyAsync(bridge)).ShouldBe(("Healthy", "Healthy", "main: not checked yet"));
        (await SetupAsync(bridge)).ShouldBe("not checked yet");
        release.SetResult();
        await ShowsAsync(bridge, "as needed");
    }

    [Fact]
    public async Task Where_the_bridge_polls_there_is_nothing_to_look_at()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Helpdesks:main:Feed", "Poll"));
        bridge.Clock.Advance(TimeSpan.FromHours(2));

        (await SetupAsync(bridge)).ShouldBeNull();
        (await ReadyAsync(bridge)).ShouldBe(("Healthy", "Healthy", "No helpdesk needs a webhook."));
        await MetricIsAsync(bridge, null);
        bridge.Zendesk.Calls.ShouldBeEmpty();
    }
}
