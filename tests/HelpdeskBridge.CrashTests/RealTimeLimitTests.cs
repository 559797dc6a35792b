using System.Diagnostics;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>Zendesk's limits over minutes of real time.</summary>
public sealed class RealTimeLimitTests
{
    private static readonly TimeSpan TypingTime = TimeSpan.FromSeconds(60);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public async Task Three_hundred_texts_typed_in_a_minute_into_one_ticket_arrive_in_order_within_30_updates()
    {
        const int texts = 300;
        await using var environment = await TestEnvironment.StartAsync(configureZendesk: options => options with { TicketUpdatesPer10Minutes = 30 });
        var chat = new ChatParticipants(environment, "u1");
        (await chat.SelectDestinationAsync()).ShouldBeTrue();
        var typing = Stopwatch.StartNew();
        for (var i = 0; i < texts; i++)
        {
            (await chat.SendTextAsync()).ShouldBeTrue();

            // The speed of typing is the load of this test.
            if ((TypingTime * ((double)i / texts)) - typing.Elapsed is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        typing.Stop();
        await environment.ShouldCompleteAsync([chat]);
        var updates = environment.CountRequests("PUT", "/tickets/");
        var tickets = environment.CountRequests("POST", "/api/v2/tickets");
        var lastUpdate = environment.GetZendeskRequests().Last(entry => entry.Method == "PUT").At;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{texts} texts typed in {typing.Elapsed.TotalSeconds:0} s: {tickets} ticket and {updates} updates, "
            + $"the last one {(lastUpdate - chat.Calls[^1].EndedAt).TotalSeconds:0} s after the last text");
        updates.ShouldBeLessThanOrEqualTo(30);
        environment.Journal.Entries.ShouldNotContain(entry => entry.Status == 429);
    }

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_thousand_messages_of_a_hundred_chats_are_delivered_in_order_after_an_outage_within_the_budget() =>
        OutageRun.RunAsync(chatCount: 100, budget: 250);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Ten_thousand_messages_of_a_thousand_chats_are_delivered_in_order_after_an_outage_within_the_budget() =>
        OutageRun.RunAsync(chatCount: 1000, budget: 1000);
}
