using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>
/// What <c>-- setup</c> shows while it works, on the standard error stream. Runs alone, because the command writes to the process's console.
/// </summary>
[Collection(nameof(CheckCommandTests))]
public sealed class SetupProgressTests
{
    private static readonly string[] Ending = ["Reading the groups of main", "Reading the signing secret of main"];

    [Fact]
    public async Task Each_read_of_the_account_and_each_object_that_is_made_changed_or_removed_is_one_line_and_the_result_is_apart()
    {
        Assert.SkipUnless(Console.IsErrorRedirected, "On a terminal there are bars instead of lines.");
        await using var world = await SetupWorld.StartAsync();

        (await StepsAsync("plan", "--ticket-fields", "order")).ShouldBe(["Reading the account main", .. Ending]);
        (await StepsAsync("apply", "--ticket-fields", "order")).ShouldBe(
        [
            "Reading the account main", $"Making the webhook \"{SetupWorld.Name}\" in main", "Making the ticket field \"order\" in main",
            "Reading the account main", .. Ending,
        ]);
        world.Zendesk.EditTicketField(world.Zendesk.TicketFields.Single().Id, field => field with { Active = false });
        (await StepsAsync("apply")).ShouldBe(
            ["Reading the account main", "Changing the ticket field \"order\" in main", "Reading the account main", .. Ending]);
        (await StepsAsync("apply")).ShouldBe(["Reading the account main", .. Ending]);
        (await StepsAsync("remove")).ShouldBe(
        [
            "Reading the account main", $"Removing the webhook \"{SetupWorld.Name}\" in main", "Removing the ticket field \"order\" in main",
        ]);

        async Task<string[]> StepsAsync(params string[] command)
        {
            var run = await world.RunAsync(["setup", .. command, "--json"]);
            JsonNode.Parse(run.Output).ShouldNotBeNull();
            return run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
