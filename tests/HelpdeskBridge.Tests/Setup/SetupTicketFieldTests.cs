using System.Text.Json.Nodes;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>
/// <c>-- setup plan|apply --ticket-fields NAMES</c> against the simulated Zendesk. Runs alone, because the command writes to the process's console.
/// </summary>
[Collection(nameof(CheckCommandTests))]
public sealed partial class SetupTicketFieldTests
{
    [Fact]
    public async Task A_plan_shows_the_fields_that_would_be_made_and_writes_nothing_and_that_is_no_drift()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply");
        var writes = Writes(world).Count;

        var plan = await world.RunAsync("setup", "plan", "--ticket-fields", "order, contract");

        plan.ExitCode.ShouldBe(0, plan.Output);
        plan.Output.ShouldContain("+ ticket field \"order\"\n      type: text\n");
        plan.Output.ShouldContain("+ ticket field \"contract\"");
        plan.Output.ShouldContain("2 change(s) to make. \"setup apply\" makes them.");
        plan.Output.ShouldNotContain("Ticket:Fields:order =");
        Writes(world).Count.ShouldBe(writes);
    }

    [Fact]
    public async Task Each_attribute_gets_a_text_field_for_agents_and_the_settings_to_paste_are_printed_for_each_channel_that_lacks_them()
    {
        await using var world = await SetupWorld.StartAsync();
        AddChannel(world, "b2b");

        var applied = await world.RunAsync("setup", "apply", "--ticket-fields", "order,contract");

        applied.ExitCode.ShouldBe(0, applied.Output);
        applied.Output.ShouldContain("3 change(s) made.");
        world.Zendesk.TicketFields.Select(field => field.Title).ShouldBe(["order", "contract"]);
        foreach (var field in world.Zendesk.TicketFields)
        {
            (field.Type, field.Active, field.VisibleInPortal).ShouldBe(("text", true, false));
            field.AgentDescription.ShouldNotBeNull().ShouldContain(SetupWorld.Endpoint);
            field.AgentDescription.ShouldContain(field.Title);
            foreach (var channel in new[] { "shop", "b2b" })
                applied.Output.ShouldContain($"    Channels:{channel}:Ticket:Fields:{field.Title} = {field.Id}\n");
        }

        world.Settings["Channels:shop:Ticket:Fields:order"] = Id(world, "order");
        (await world.RunAsync("setup", "plan")).Output.ShouldSatisfyAllConditions(
            output => output.ShouldNotContain("Channels:shop:Ticket:Fields:order ="),
            output => output.ShouldContain("Channels:b2b:Ticket:Fields:order ="),
            output => output.ShouldContain("Channels:shop:Ticket:Fields:contract ="));
    }

    [Theory]
    [InlineData("plan", "--ticket-fields", "order")]
    [InlineData("apply", "--ticket-fields", "order")]
    [InlineData("apply", "--ticket-fields", "Order")]
    [InlineData("plan")]
    [InlineData("apply")]
    public async Task A_field_that_was_made_stays_in_the_plan_and_is_not_made_or_changed_again(params string[] command)
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply", "--ticket-fields", "order");
        var writes = Writes(world).Count;

        var again = await world.RunAsync(["setup", .. command]);

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain($"= ticket field \"order\" ({Id(world, "order")}), unchanged");
        Writes(world).Count.ShouldBe(writes);
        world.Zendesk.TicketFields.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_field_that_people_have_renamed_is_recognised_and_keeps_its_title()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply", "--ticket-fields", "order");
        Edit(world, field => field with { Title = "Order number", AgentDescription = $"For agents. {field.AgentDescription} Ask Ann." });

        (await world.RunAsync("setup", "plan", "--ticket-fields", "order")).ShouldSatisfyAllConditions(
            plan => plan.ExitCode.ShouldBe(0),
            plan => plan.Output.ShouldContain("= ticket field \"Order number\""));
        (await world.RunAsync("setup", "apply", "--ticket-fields", "order")).ExitCode.ShouldBe(0);

        world.Zendesk.TicketFields.Single().Title.ShouldBe("Order number");
    }

    [Fact]
    public async Task A_field_that_somebody_has_deactivated_is_drift_and_is_activated_under_the_title_that_it_has()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply", "--ticket-fields", "order");
        world.Settings["Channels:shop:Ticket:Fields:order"] = Id(world, "order");
        Edit(world, field => field with { Title = "Order number", Active = false });

        var drift = await world.RunAsync("setup", "plan");

        drift.ExitCode.ShouldBe(1);
        drift.Output.ShouldContain("~ ticket field \"Order number\"");
        drift.Output.ShouldContain("      active: no -> yes");
        drift.Output.ShouldContain("Somebody has changed what was set up: 1 change(s) to make.");
        var applied = await world.RunAsync("setup", "apply");
        applied.ExitCode.ShouldBe(0, applied.Output);
        (world.Zendesk.TicketFields.Single().Active, world.Zendesk.TicketFields.Single().Title).ShouldBe((true, "Order number"));
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_field_of_another_type_is_drift_that_only_people_can_mend()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply", "--ticket-fields", "order");
        Edit(world, field => field with { Type = "tagger" });

        var drift = await world.RunAsync("setup", "plan");
        drift.ExitCode.ShouldBe(1);
        drift.Output.ShouldContain("      type: tagger -> text");

        var applied = await world.RunAsync("setup", "apply");
        applied.ExitCode.ShouldBe(1);
        applied.Output.ShouldContain($"! The ticket field \"order\" ({Id(world, "order")}) was not changed. Zendesk changes no field's type.");
        world.Zendesk.TicketFields.Single().Type.ShouldBe("tagger");
    }

    [Fact]
    public async Task Removing_deletes_the_fields_that_were_made_for_this_bridge_and_no_others_and_names_the_settings()
    {
        await using var world = await SetupWorld.StartAsync(new SimulatedZendeskOptions
        {
            TicketFields = [new SimulatedTicketField(101, "order"), new SimulatedTicketField(102, "order") { AgentDescription = OfStaging }],
        });
        (await world.RunAsync("setup", "plan", "--ticket-fields", "order")).Output.ShouldContain(
            "note: There is a ticket field \"order\" (101) already, which is not of this bridge and is not touched.");
        await world.RunAsync("setup", "apply", "--ticket-fields", "order,contract");
        Edit(world, field => field with { Title = "Contract", Active = false });
        world.Settings["Channels:shop:Ticket:Fields:contract"] = Id(world, "Contract");
        world.Zendesk.TicketFields.Count.ShouldBe(4);

        var removed = await world.RunAsync("setup", "remove");

        removed.ExitCode.ShouldBe(0, removed.Output);
        removed.Output.ShouldContain("3 removed.");
        removed.Output.ShouldContain("- ticket field \"Contract\"");
        removed.Output.ShouldContain("note: Take Channels:shop:Ticket:Fields:contract out of the settings");
        world.Zendesk.TicketFields.Select(field => field.Id).ShouldBe([101, 102]);
        (await world.RunAsync("setup", "remove")).Output.ShouldContain("Nothing was removed.");
    }

    [Fact]
    public async Task A_second_field_for_an_attribute_is_named_and_deleted_only_with_all_others()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply", "--ticket-fields", "order");
        var made = world.Zendesk.TicketFields.Single();
        world.Zendesk.TicketFields = [made, made with { Id = 7, Title = "Copy" }];
        world.Settings["Channels:shop:Ticket:Fields:order"] = "7";

        var applied = await world.RunAsync("setup", "apply");

        applied.ExitCode.ShouldBe(0, applied.Output);
        applied.Output.ShouldContain("= ticket field \"Copy\" (7), unchanged");
        applied.Output.ShouldContain($"note: The ticket field \"order\" ({made.Id}) is for order as well.");
        world.Zendesk.TicketFields.Count.ShouldBe(2);
        await world.RunAsync("setup", "remove");
        world.Zendesk.TicketFields.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_field_is_a_failure_that_names_the_side_and_the_fix()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Zendesk.Faults.Add(FaultMode.Forbidden403, where: request => request.Operation == ZendeskOperation.WriteTicketField);

        var refused = await world.RunAsync("setup", "apply", "--ticket-fields", "order");

        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldContain("! The ticket field \"order\" was not made. Zendesk refuses the field (403");
        refused.Output.ShouldContain("Make the user of the OAuth client an admin, and let Helpdesks:main:OAuth:Scope be \"read write\".");
        refused.Output.ShouldContain("Channels:{channel}:Ticket:Fields:order = tags");
        world.Zendesk.RegisteredWebhooks.Count.ShouldBe(1);
        world.Zendesk.TicketFields.ShouldBeEmpty();
    }

    [Fact]
    public async Task JSON_has_the_fields_and_their_settings_and_is_all_there_is_on_the_output()
    {
        await using var world = await SetupWorld.StartAsync();

        var applied = JsonNode.Parse((await world.RunAsync("setup", "apply", "--ticket-fields", "order", "--json")).Output)!["helpdesks"]![0]!;

        applied["changes"]!.AsArray().Select(change => $"{change!["action"]} {change["kind"]} {change["name"]}")
            .ShouldBe([$"create webhook {SetupWorld.Name}", "create ticket field order"]);
        Setting(applied).ShouldBe((Id(world, "order"), false));
        world.Settings["Channels:shop:Ticket:Fields:order"] = Id(world, "order");
        var plan = JsonNode.Parse((await world.RunAsync("setup", "plan", "--json")).Output)!["helpdesks"]![0]!;
        Setting(plan).ShouldBe((Id(world, "order"), true));
        ((bool)plan["drift"]!).ShouldBeFalse();

        static (string? Value, bool IsSet) Setting(JsonNode helpdesk)
        {
            var setting = helpdesk["settings"]!.AsArray().Single(setting => (string)setting!["key"]! == "Channels:shop:Ticket:Fields:order")!;
            return ((string?)setting["value"], (bool)setting["isSet"]!);
        }
    }

    [Theory]
    [InlineData("plan", "", "a name is empty")]
    [InlineData("apply", "order,,contract", "a name is empty")]
    [InlineData("apply", "order, ", "a name is empty")]
    [InlineData("apply", "order,contract,Order", "order is named twice")]
    [InlineData("apply", "order:number", "\"order:number\" has a colon or control character")]
    [InlineData("remove", "order", "setup remove has no --ticket-fields")]
    public async Task A_name_that_can_not_be_used_is_a_clear_message_and_nothing_is_done(string mode, string names, string message)
    {
        await using var world = await SetupWorld.StartAsync();

        var run = await world.RunAsync("setup", mode, "--ticket-fields", names);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(message);
        run.Error.ShouldContain("Nothing was done.");
        world.Zendesk.Journal.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fields_that_can_not_be_read_keep_nothing_else_from_being_set_up_while_none_is_needed()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Zendesk.Faults.Add(FaultMode.Forbidden403, where: request => request.Operation == ZendeskOperation.ReadTicketFields);

        var applied = await world.RunAsync("setup", "apply");
        var removed = await world.RunAsync("setup", "remove");
        var needed = await world.RunAsync("setup", "apply", "--ticket-fields", "order");

        (applied.ExitCode, removed.ExitCode, needed.ExitCode).ShouldBe((0, 0, 1));
        applied.Output.ShouldContain("note: The ticket fields can't be read");
        removed.Output.ShouldContain("1 removed.");
        needed.Output.ShouldContain("! The ticket fields can't be read");
    }
}
