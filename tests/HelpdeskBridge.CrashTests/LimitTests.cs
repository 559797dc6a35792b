using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>Zendesk's limits are kept without losing or disordering anything.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_text_to_an_idle_chat_costs_one_request()
    {
        await using var environment = await TestEnvironment.StartAsync(settings: new() { ["Helpdesks:main:ReconcileEvery"] = "01:00:00" });
        environment.Zendesk.Webhook = null;
        var chat = new ChatParticipants(environment, "u1");
        (await chat.SelectDestinationAsync()).ShouldBeTrue();
        (await chat.SendTextAsync()).ShouldBeTrue();
        await environment.ShouldCompleteAsync([chat]);

        var before = environment.CountTicketRequests();
        for (var i = 0; i < 8; i++)
        {
            (await chat.SendTextAsync()).ShouldBeTrue();
            await environment.ShouldCompleteAsync([chat]);
        }

        (environment.CountTicketRequests() - before).ShouldBe(8);
    }

    [Fact]
    public async Task Texts_written_faster_than_Zendesk_takes_updates_go_together_within_30_updates()
    {
        await using var environment = await TestEnvironment.StartAsync(
            settings: new() { ["Helpdesks:main:ReconcileEvery"] = "01:00:00" },
            configureZendesk: options => options with { TicketUpdatesPer10Minutes = 30 });
        environment.Zendesk.Webhook = null;
        var chat = new ChatParticipants(environment, "u1");
        (await chat.SelectDestinationAsync()).ShouldBeTrue();
        for (var i = 0; i < 200; i++)
            (await chat.SendTextAsync()).ShouldBeTrue();
        await environment.ShouldCompleteAsync([chat]);

        environment.CountRequests("PUT", "/tickets/").ShouldBeLessThanOrEqualTo(30);
        environment.CountTicketRequests().ShouldBeLessThan(40, "a text of a burst costs less than a fifth of a request");
        environment.Journal.Entries.ShouldNotContain(entry => entry.Status == 429);
    }

    [Fact]
    public Task Messages_accepted_during_an_outage_are_delivered_in_order_afterwards() => OutageRun.RunAsync(chatCount: 20, budget: 100_000);
}
