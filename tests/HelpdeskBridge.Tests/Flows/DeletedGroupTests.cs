using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Groups that are not there any more: the chat goes to the default one, and somebody is warned.</summary>
public sealed class DeletedGroupTests
{
    [Fact]
    public async Task A_destination_of_the_settings_that_was_deleted_is_not_offered_and_means_the_default_one()
    {
        await using var rig = await BridgeRig.StartAsync(("Channels:shop:Destinations:0:Id", "42"), ("Channels:shop:Destinations:1:Id", "43"));
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.HasGroups((360001234567, "Sales"), (43, "Returns"));
        await DestinationsCall.AskUntilAsync(rig, "360001234567=True 43=True");
        await rig.HandOverAsync(destination: "42");
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");

        ((long)rig.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(360001234567);
        rig.Log.Says(LogEventLevel.Warning, "unknown destination").ShouldBeTrue();
    }

    [Fact]
    public async Task A_group_deleted_a_moment_ago_is_found_out_at_the_next_attempt()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        await DestinationsCall.AskUntilAsync(rig, "360001234567=True 42=True");
        rig.Zendesk.HasGroups((360001234567, "Sales"));
        rig.Zendesk.NewTickets.Next([.. Enumerable.Repeat(new Answer(422, """{"error":"RecordInvalid","details":{"group":[{"description":"Group: is not valid"}]}}"""), 5)]);
        await rig.HandOverAsync(destination: "42");
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 2);

        ((long)rig.Zendesk.NewTickets.Calls[0].Ticket["group_id"]!).ShouldBe(42);
        ((long)rig.Zendesk.NewTickets.Calls[^1].Ticket["group_id"]!).ShouldBe(360001234567);
    }
}
