using System.Text.Json.Nodes;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>
/// <c>-- setup plan|apply|remove</c> against the simulated Zendesk. Runs alone, because the command writes to the process's console.
/// </summary>
[Collection(nameof(CheckCommandTests))]
public sealed class SetupCommandTests
{
    private static string[] Expected =>
    [
        "agent_assignment_changed", "comment_added", "marked_as_spam", "merged", "permanently_deleted", "soft_deleted", "status_changed",
    ];

    [Fact]
    public async Task A_plan_writes_nothing_and_shows_what_is_made_then()
    {
        await using var world = await SetupWorld.StartAsync();

        var plan = await world.RunAsync("setup", "plan");

        plan.ExitCode.ShouldBe(0, plan.Error);
        plan.Output.ShouldContain($"+ webhook \"{SetupWorld.Name}\"");
        plan.Output.ShouldContain($"endpoint: {SetupWorld.Endpoint}");
        plan.Output.ShouldContain($"{world.Zendesk.Groups[0].Id}  Support  (default of shop)");
        plan.Output.ShouldContain("API URL: https://bridge.example.com/operator/shop/…");
        world.Zendesk.RegisteredWebhooks.ShouldBeEmpty();
        Writes(world).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_applied_needs_nothing_more_and_a_second_time_changes_nothing()
    {
        await using var world = await SetupWorld.StartAsync();

        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);

        world.Webhook.ShouldSatisfyAllConditions(
            webhook => webhook.Name.ShouldBe(SetupWorld.Name),
            webhook => webhook.Endpoint.ShouldBe(SetupWorld.Endpoint),
            webhook => webhook.Subscriptions.ShouldBe(Expected.Select(name => $"zen:event-type:ticket.{name}")));
        world.Zendesk.Triggers.ShouldBeEmpty();
        var writes = Writes(world).Count;
        foreach (var mode in new[] { "plan", "apply" })
        {
            var again = await world.RunAsync("setup", mode);
            again.ExitCode.ShouldBe(0);
            again.Output.ShouldContain($"= webhook \"{SetupWorld.Name}\" ({world.Webhook.Id}), unchanged");
        }

        Writes(world).Count.ShouldBe(writes);
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("name")]
    [InlineData("status")]
    [InlineData("subscriptions")]
    [InlineData("method")]
    public async Task What_somebody_edits_is_drift_and_is_mended(string property)
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply");
        var made = world.Webhook;
        world.Zendesk.EditWebhook(made.Id, webhook => property switch
        {
            "endpoint" => webhook with { Endpoint = "https://elsewhere.example.com/hook" },
            "name" => webhook with { Name = "somebody's" },
            "status" => webhook with { Status = "inactive" },
            "subscriptions" => webhook with { Subscriptions = ["zen:event-type:ticket.created"] },
            _ => webhook with { HttpMethod = "PUT" },
        });

        var drift = await world.RunAsync("setup", "plan");
        drift.ExitCode.ShouldBe(1);
        drift.Output.ShouldContain("~ webhook");
        drift.Output.ShouldContain($"      {property}: ");
        drift.Output.ShouldContain("Somebody has changed what was set up: 1 change(s) to make.");

        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);
        world.Webhook.ShouldSatisfyAllConditions(
            webhook => webhook.Id.ShouldBe(made.Id),
            webhook => (webhook.Endpoint, webhook.Name, webhook.Status, webhook.HttpMethod)
                .ShouldBe((made.Endpoint, made.Name, made.Status, made.HttpMethod)),
            webhook => webhook.Subscriptions.ShouldBe(made.Subscriptions));
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Removing_removes_what_was_made_and_nothing_else()
    {
        await using var world = await SetupWorld.StartAsync();
        Add("Helpdesk Bridge (main)", "https://staging.example.com/helpdesk/main/webhook");
        Add("Made by hand", "https://orders.example.com/hook");
        await world.RunAsync("setup", "apply");
        world.Zendesk.RegisteredWebhooks.Count.ShouldBe(3);

        (await world.RunAsync("setup", "plan")).Output.ShouldContain("It is not touched: another bridge may use it.");
        var removed = await world.RunAsync("setup", "remove");

        removed.ExitCode.ShouldBe(0);
        removed.Output.ShouldContain("1 removed.");
        world.Zendesk.RegisteredWebhooks.Select(webhook => webhook.Endpoint)
            .ShouldBe(["https://staging.example.com/helpdesk/main/webhook", "https://orders.example.com/hook"]);
        (await world.RunAsync("setup", "remove")).Output.ShouldContain("Nothing was removed.");

        void Add(string name, string endpoint) => world.Zendesk.AddWebhook(webhook => webhook with
        {
            Name = name,
            Endpoint = endpoint,
            Subscriptions = [SimulatedWebhook.CalledByTriggers],
        });
    }

    [Fact]
    public async Task A_webhook_made_by_hand_that_calls_this_bridge_is_taken_over_but_not_removed_before()
    {
        await using var world = await SetupWorld.StartAsync();
        var byHand = world.Zendesk.AddWebhook(webhook => webhook with
        {
            Name = "Chat",
            Endpoint = SetupWorld.Endpoint,
            Subscriptions = ["zen:event-type:ticket.comment_added"],
        });

        await world.RunAsync("setup", "remove");
        world.Zendesk.RegisteredWebhooks.Count.ShouldBe(1);

        await world.RunAsync("setup", "apply");
        world.Webhook.ShouldSatisfyAllConditions(
            webhook => webhook.Id.ShouldBe(byHand.Id),
            webhook => webhook.Name.ShouldBe(SetupWorld.Name),
            webhook => webhook.Secret.ShouldBe(byHand.Secret));
    }

    [Fact]
    public async Task Where_events_are_refused_a_webhook_and_a_trigger_are_made_and_mended_and_removed()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Zendesk.Rules.OffersTicketEvents = false;
        world.Settings["Channels:shop:Ticket:Tags:0"] = "chat";

        var applied = await world.RunAsync("setup", "apply");

        applied.ExitCode.ShouldBe(0, applied.Output);
        applied.Output.ShouldContain("subscriptions: conditional_ticket_events");
        applied.Output.ShouldContain("2 change(s) made.");
        applied.Output.ShouldNotContain("note: Where Zendesk refuses");
        world.Webhook.Subscriptions.ShouldBe([SimulatedWebhook.CalledByTriggers]);
        world.Trigger.ShouldSatisfyAllConditions(
            trigger => trigger.WebhookId.ShouldBe(world.Webhook.Id),
            trigger => trigger.Body.ShouldBe(
                """{"ticket_id":"{{ticket.id}}","external_id":"{{ticket.external_id}}","status":"{{ticket.status}}"}"""),
            trigger => trigger.All.ShouldBe([new TriggerCondition("current_tags", "includes", "chat")]),
            trigger => trigger.Any.ShouldContain(new TriggerCondition("comment_is_public", "is", "true")),
            trigger => trigger.Any.ShouldContain(new TriggerCondition("status", "changed", null)));
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);

        world.Zendesk.EditTrigger(world.Trigger.Id, trigger => trigger with { Active = false, Body = "{}" });
        var drift = await world.RunAsync("setup", "plan");
        drift.ExitCode.ShouldBe(1);
        drift.Output.ShouldContain("~ trigger");
        drift.Output.ShouldContain("active: no -> yes");
        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);
        world.Trigger.Active.ShouldBeTrue();

        (await world.RunAsync("setup", "remove")).ExitCode.ShouldBe(0);
        (world.Zendesk.Triggers.Count + world.Zendesk.RegisteredWebhooks.Count).ShouldBe(0);
    }

    [Fact]
    public async Task Polling_needs_no_webhook_and_one_that_is_there_is_removed()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply");
        world.Settings["Helpdesks:main:Feed"] = "Poll";

        (await world.RunAsync("setup", "plan")).Output.ShouldContain("- webhook");
        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);

        world.Zendesk.RegisteredWebhooks.ShouldBeEmpty();
        var plan = await world.RunAsync("setup", "plan");
        plan.ExitCode.ShouldBe(0);
        plan.Output.ShouldContain("Helpdesks:main:Feed is Poll: the bridge reads changes itself, and no webhook is needed.");
    }

    [Fact]
    public async Task It_works_before_there_is_a_signing_secret_and_shows_secrets_only_when_asked()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Settings["Helpdesks:main:WebhookSecrets:0"] = null;

        var applied = await world.RunAsync("setup", "apply");
        var secret = world.Webhook.Secret;
        applied.ExitCode.ShouldBe(0);
        (await world.RunAsync("setup", "plan", "--json")).Output.ShouldSatisfyAllConditions(
            output => output.ShouldNotContain(secret), output => output.ShouldNotContain(BridgeApp.Key));
        applied.Output.ShouldSatisfyAllConditions(
            output => output.ShouldNotContain(secret),
            output => output.ShouldNotContain(BridgeApp.Key),
            output => output.ShouldContain("--show-secrets prints it"));

        var shown = (await world.RunAsync("setup", "plan", "--show-secrets")).Output;
        shown.ShouldContain($"Helpdesks:main:WebhookSecrets:0 = {secret}");
        shown.ShouldContain($"API URL: https://bridge.example.com/operator/shop/{BridgeApp.Key}");
        world.Settings["Helpdesks:main:WebhookSecrets:0"] = secret;
        (await world.RunAsync("setup", "plan")).Output.ShouldContain("The settings have the webhook's signing secret");
    }

    [Fact]
    public async Task The_file_for_the_secret_is_new_is_for_its_owner_only_and_can_be_named_in_the_settings()
    {
        await using var world = await SetupWorld.StartAsync();
        var path = Path.Combine(world.Folder, "webhook-secret");

        (await world.RunAsync("setup", "apply", "--secrets-file", path)).Output.ShouldNotContain(world.Webhook.Secret);

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim().ShouldBe(world.Webhook.Secret);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var again = await world.RunAsync("setup", "plan", "--secrets-file", path);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain("exists already, and is not overwritten");

        world.Settings["Helpdesks:main:WebhookSecrets:0"] = null;
        world.Settings["Helpdesks:main:WebhookSecretsFile"] = path;
        (await world.RunAsync("setup", "plan")).Output.ShouldContain("The settings have the webhook's signing secret");
    }

    [Fact]
    public async Task Ticket_fields_that_are_missing_or_inactive_are_named()
    {
        await using var world = await SetupWorld.StartAsync(new SimulatedZendeskOptions
        {
            TicketFields = [new SimulatedTicketField(101, "Plan"), new SimulatedTicketField(102, "Order", Active: false)],
        });
        world.Settings["Channels:shop:Ticket:Fields:plan"] = "101";
        world.Settings["Channels:shop:Ticket:Fields:segment"] = "tags";
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);

        world.Settings["Channels:shop:Ticket:Fields:order"] = "102";
        world.Settings["Channels:shop:Ticket:Fields:age"] = "103";
        var plan = await world.RunAsync("setup", "plan");

        plan.ExitCode.ShouldBe(1);
        plan.Output.ShouldContain("! The ticket field 102, which Channels:shop:Ticket:Fields:order names, is not active.");
        plan.Output.ShouldContain("! There is no ticket field 103, which Channels:shop:Ticket:Fields:age names.");
    }

    /// <summary>The clock stands still, so whatever would wait for its turn would wait for ever.</summary>
    [Fact]
    public async Task A_command_does_not_wait_for_the_small_share_of_the_budget_that_the_service_reads_the_set_up_with()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Settings["Helpdesks:main:RequestsPerMinute"] = "20";
        world.Replace = services =>
        {
            services.RemoveAll<BridgeClock>();
            services.AddSingleton(new BridgeClock(BridgeApp.NewClock()));
        };

        var run = await world.RunAsync("setup", "apply")
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, run.Output);
        world.Zendesk.Journal.Entries
            .Count(entry => entry.Method == "GET" && entry.Path.StartsWith("/api/v2/webhooks", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_refusal_is_a_failure_that_names_the_fix()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Zendesk.SetServiceRole("agent");

        var refused = await world.RunAsync("setup", "apply");

        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldContain("! The webhooks can't be read.");
        refused.Output.ShouldContain("Make the user of the OAuth client an admin");
        world.Zendesk.SetServiceRole("admin");
        world.Zendesk.Faults.Add(FaultMode.InternalError500, where: request => request.Operation == ZendeskOperation.WriteWebhook);
        (await world.RunAsync("setup", "apply")).Output.ShouldContain("! The webhook was not made.");
    }

    [Fact]
    public async Task JSON_is_all_there_is_on_the_output()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply");
        world.Zendesk.EditWebhook(world.Webhook.Id, webhook => webhook with { Status = "inactive" });

        var run = await world.RunAsync("setup", "plan", "--helpdesk", "MAIN", "--json");

        run.ExitCode.ShouldBe(1);
        var json = JsonNode.Parse(run.Output)!;
        ((bool)json["ok"]!).ShouldBeFalse();
        var change = json["helpdesks"]![0]!["changes"]![0]!;
        ((string)change["action"]!).ShouldBe("change");
        change["differences"]!.ToJsonString().ShouldBe("""[{"property":"status","actual":"inactive","wanted":"active"}]""");
        json["helpdesks"]![0]!["groups"]!.AsArray().Count.ShouldBe(2);
        ((string)json["channels"]![0]!["apiUrl"]!).ShouldBe("https://bridge.example.com/operator/shop/…");
    }

    [Fact]
    public async Task An_unknown_helpdesk_and_faulty_settings_are_failures()
    {
        await using var world = await SetupWorld.StartAsync();

        (await world.RunAsync("setup", "plan", "--helpdesk", "other")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(1), run => run.Error.ShouldContain("There is no helpdesk other in the settings; there is main."));
        world.Settings["Channels:shop:Key"] = "short";
        (await world.RunAsync("setup", "plan")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(1), run => run.Error.ShouldStartWith("fault  Channels:shop:Key: "));
    }

    private static List<JournalEntry> Writes(SetupWorld world) =>
        [.. world.Zendesk.Journal.Entries.Where(entry => entry.Method != "GET" && !entry.Path.StartsWith("/oauth/", StringComparison.Ordinal))];
}
