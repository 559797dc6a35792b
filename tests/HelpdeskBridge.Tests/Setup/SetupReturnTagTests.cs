using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>A tag that gives chats back to the bot is a reason for Zendesk to call. Runs alone, because the command writes to the console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class SetupReturnTagTests
{
    private const string TagsChanged = "zen:event-type:ticket.tags_changed";

    [Fact]
    public async Task The_webhook_is_called_for_changes_of_tags_once_there_is_such_a_tag()
    {
        await using var world = await SetupWorld.StartAsync();
        await world.RunAsync("setup", "apply");
        world.Webhook.Subscriptions.ShouldNotContain(TagsChanged);

        world.Settings["Channels:shop:ReturnToBot:Tag"] = "back_to_bot";
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(1);
        (await world.RunAsync("setup", "apply")).ExitCode.ShouldBe(0);

        world.Webhook.Subscriptions.ShouldContain(TagsChanged);
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_trigger_calls_for_a_ticket_with_the_tag()
    {
        await using var world = await SetupWorld.StartAsync();
        world.Zendesk.Rules.OffersTicketEvents = false;
        world.Settings["Channels:shop:ReturnToBot:Tag"] = "back_to_bot";
        await world.RunAsync("setup", "apply");

        world.Trigger.Any.ShouldContain(new TriggerCondition("current_tags", "includes", "back_to_bot"));
        (await world.RunAsync("setup", "plan")).ExitCode.ShouldBe(0);
    }
}
