using System.Globalization;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Setup;

/// <content>What the tests read and change.</content>
public sealed partial class SetupTicketFieldTests
{
    private const string OfStaging = "Made by Helpdesk Bridge for https://staging.example.com/helpdesk/main/webhook , attribute [order] .";

    private static string Id(SetupWorld world, string title) =>
        world.Zendesk.TicketFields.Last(field => field.Title == title).Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Edits the field that was made last.</summary>
    private static void Edit(SetupWorld world, Func<SimulatedTicketField, SimulatedTicketField> edit) =>
        world.Zendesk.EditTicketField(world.Zendesk.TicketFields[^1].Id, edit);

    private static void AddChannel(SetupWorld world, string name)
    {
        world.Settings[$"Channels:{name}:Key"] = BridgeApp.Key + name;
        world.Settings[$"Channels:{name}:Helpdesk"] = "main";
        world.Settings[$"Channels:{name}:DefaultDestination"] = world.Settings["Channels:shop:DefaultDestination"];
    }

    private static List<JournalEntry> Writes(SetupWorld world) =>
        [.. world.Zendesk.Journal.Entries.Where(entry => entry.Method != "GET" && !entry.Path.StartsWith("/oauth/", StringComparison.Ordinal))];
}
