using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>
/// <c>-- setup plan|apply --macros</c>: agents get a macro for the tag that gives chats back to the bot. Runs alone, because the command writes to
/// the process's console.
/// </summary>
[Collection(nameof(CheckCommandTests))]
public sealed class SetupMacroTests
{
    private const string Tag = "back_to_bot";
    private const string Title = "Give the chat back to the bot (Helpdesk Bridge)";

    [Fact]
    public async Task A_macro_is_made_only_where_it_is_asked_for_and_a_second_time_changes_nothing()
    {
        await using var world = await StartAsync();
        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);
        world.Zendesk.Macros.ShouldBeEmpty();

        var plan = await world.RunAsync("setup", "plan", "--macros");
        plan.ExitCode.ShouldBe(0, plan.Output);
        plan.Output.ShouldContain($"+ macro \"{Title}\"\n      adds the tag: {Tag}\n      active: yes\n");
        world.Zendesk.Macros.ShouldBeEmpty();

        (await world.RunAsync("setup", "apply", "--macros")).ExitCode.ShouldBe(0);

        var made = world.Zendesk.Macros.Single();
        (made.Title, made.Active).ShouldBe((Title, true));
        made.AddedTags.ShouldBe([Tag]);
        made.Description.ShouldNotBeNull().ShouldContain(SetupWorld.Endpoint);
        foreach (var command in (string[][])[["plan"], ["apply"], ["plan", "--macros"], ["apply", "--macros"]])
            (await world.RunAsync(["setup", .. command])).Output.ShouldContain($"= macro \"{Title}\" ({made.Id}), unchanged");
        world.Zendesk.Macros.ShouldBe([made]);
    }

    [Fact]
    public async Task Each_tag_has_one_macro_however_many_channels_use_it()
    {
        await using var world = await StartAsync();
        AddChannel(world, "b2b", Tag);
        AddChannel(world, "vip", "to_vip_bot");

        (await world.RunAsync("setup", "apply", "--macros")).ExitCode.ShouldBe(0);

        world.Zendesk.Macros.Select(macro => macro.Title).ShouldBe([$"{Title}, {Tag}", $"{Title}, to_vip_bot"]);
        world.Zendesk.Macros.SelectMany(macro => macro.AddedTags).ShouldBe([Tag, "to_vip_bot"]);
    }

    [Fact]
    public async Task A_macro_that_was_deactivated_or_adds_another_tag_is_drift_and_its_title_and_other_actions_are_the_accounts()
    {
        await using var world = await StartAsync();
        await world.RunAsync("setup", "apply", "--macros");
        var answer = MacroAction.Create("comment_value", "Our bot carries on.");
        Edit(world, macro => macro with { Title = "To the bot", Actions = [answer, .. macro.Actions] });
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);

        Edit(world, macro => macro with { Active = false, Actions = [answer, MacroAction.Create(MacroAction.AddsTags, "other")] });
        var drift = await world.RunAsync("setup", "plan");

        drift.ExitCode.ShouldBe(1);
        drift.Output.ShouldContain("~ macro \"To the bot\"");
        drift.Output.ShouldContain($"      adds the tag: other -> {Tag}");
        drift.Output.ShouldContain("      active: no -> yes");
        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);
        var macro = world.Zendesk.Macros.Single();
        (macro.Title, macro.Active).ShouldBe(("To the bot", true));
        macro.AddedTags.ShouldBe(["other", Tag]);
        macro.Actions.Select(action => action.Text).ShouldContain("Our bot carries on.");
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_macro_of_a_tag_that_no_channel_has_any_more_is_removed()
    {
        await using var world = await StartAsync();
        await world.RunAsync("setup", "apply", "--macros");
        world.Settings["Channels:shop:ReturnToBot:Tag"] = "to_bot";

        (await world.RunAsync("setup", "apply", "--macros")).Output.ShouldContain($"- macro \"{Title}\"");

        world.Zendesk.Macros.Single().AddedTags.ShouldBe(["to_bot"]);
        world.Settings.Remove("Channels:shop:ReturnToBot:Tag");
        (await world.RunAsync("setup", "apply", "--macros")).ExitCode.ShouldBe(0);
        world.Zendesk.Macros.ShouldBeEmpty();
    }

    [Fact]
    public async Task Removing_deletes_the_macros_that_were_made_for_this_bridge_and_no_others()
    {
        await using var world = await StartAsync();
        var byHand = world.Zendesk.AddMacro(macro => macro with
        {
            Title = Title,
            Description = "Made by Helpdesk Bridge for https://staging.example.com/helpdesk/main/webhook , tag [back_to_bot] .",
            Actions = [MacroAction.Create(MacroAction.AddsTags, Tag)],
        });
        await world.RunAsync("setup", "apply", "--macros");
        world.Zendesk.Macros.Count.ShouldBe(2);

        var removed = await world.RunAsync("setup", "remove");

        removed.ExitCode.ShouldBe(0, removed.Output);
        removed.Output.ShouldContain($"- macro \"{Title}\"");
        world.Zendesk.Macros.ShouldBe([byHand]);
    }

    [Fact]
    public async Task A_refused_macro_is_a_failure_that_names_the_side_and_the_fix()
    {
        await using var world = await StartAsync();
        world.Zendesk.Faults.Add(FaultMode.Forbidden403, where: request => request.Operation == ZendeskOperation.WriteMacro);

        var refused = await world.RunAsync("setup", "apply", "--macros");

        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldContain($"! The macro \"{Title}\" was not made. Zendesk refuses it (403");
        refused.Output.ShouldContain("Make the user of the OAuth client an admin, and let Helpdesks:main:OAuth:Scope be \"read write\".");
        refused.Output.ShouldContain($"Or make a macro by hand that adds the tag {Tag} (Admin Center, Workspaces, Agent tools, Macros)");
        world.Zendesk.RegisteredWebhooks.Count.ShouldBe(1);
        world.Zendesk.Macros.ShouldBeEmpty();
    }

    [Fact]
    public async Task Macros_that_can_not_be_read_keep_nothing_else_from_being_set_up_while_none_is_asked_for()
    {
        await using var world = await StartAsync();
        world.Zendesk.Faults.Add(FaultMode.Forbidden403, where: request => request.Operation == ZendeskOperation.ReadMacros);

        var applied = await world.RunAsync("setup", "apply");
        var removed = await world.RunAsync("setup", "remove");
        var needed = await world.RunAsync("setup", "apply", "--macros");

        (applied.ExitCode, removed.ExitCode, needed.ExitCode).ShouldBe((0, 0, 1));
        applied.Output.ShouldContain("note: The macros can't be read");
        removed.Output.ShouldContain("note: The macros can't be read");
        needed.Output.ShouldContain("! The macros can't be read");
    }

    [Fact]
    public async Task Without_such_a_tag_there_is_no_macro_to_make_and_removing_takes_no_wishes()
    {
        await using var world = await SetupWorld.StartAsync();

        var applied = await world.RunAsync("setup", "apply", "--macros");
        var removed = await world.RunAsync("setup", "remove", "--macros");

        applied.ExitCode.ShouldBe(0, applied.Output);
        applied.Output.ShouldContain("note: There is no macro to make: no channel of this helpdesk has a ReturnToBot:Tag.");
        world.Zendesk.Macros.ShouldBeEmpty();
        removed.ExitCode.ShouldBe(1);
        removed.Error.ShouldContain("setup remove has no --macros");
        world.Webhook.Name.ShouldBe(SetupWorld.Name);
    }

    private static async Task<SetupWorld> StartAsync()
    {
        var world = await SetupWorld.StartAsync();
        world.Settings["Channels:shop:ReturnToBot:Tag"] = Tag;
        return world;
    }

    private static void AddChannel(SetupWorld world, string name, string tag)
    {
        world.Settings[$"Channels:{name}:Key"] = $"key-of-the-channel-{name}-0123456789";
        world.Settings[$"Channels:{name}:Helpdesk"] = "main";
        world.Settings[$"Channels:{name}:DefaultDestination"] = world.Settings["Channels:shop:DefaultDestination"];
        world.Settings[$"Channels:{name}:ReturnToBot:Tag"] = tag;
    }

    private static void Edit(SetupWorld world, Func<SimulatedMacro, SimulatedMacro> edit) =>
        world.Zendesk.EditMacro(world.Zendesk.Macros.Single().Id, edit);
}
