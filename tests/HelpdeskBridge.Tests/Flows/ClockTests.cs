using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Clocks that are set back, and time that passes while the service is down.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_does_not_hold_up_what_waits()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(409, """{"error":"DatabaseConflict"}"""));
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == 1);
        bridge.Clock.AdjustTime(bridge.Clock.GetUtcNow() - TimeSpan.FromHours(2));
        await bridge.SendTextAsync("two");
        var limit = bridge.Clock.GetUtcNow() + TimeSpan.FromMinutes(2);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Clock.GetUtcNow().ShouldBeLessThan(limit);
        bridge.Zendesk.Written.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_hold_up_a_ticket_that_is_read_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Tickets.Next(ZendeskStub.Forbidden);
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
        bridge.Clock.AdjustTime(bridge.Clock.GetUtcNow() - TimeSpan.FromHours(2));
        var limit = bridge.Clock.GetUtcNow() + TimeSpan.FromMinutes(2);
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 1, stepSeconds: 1);

        bridge.Clock.GetUtcNow().ShouldBeLessThan(limit);
    }

    [Fact]
    public async Task After_a_weekend_in_which_the_service_was_down_one_failure_gives_nothing_up()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("written on Friday");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == 1);
        await bridge.App.StopAsync();
        bridge.Clock.Advance(TimeSpan.FromHours(60));
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Log.DeadLetters("ClientText").ShouldBe(0);
    }
}
