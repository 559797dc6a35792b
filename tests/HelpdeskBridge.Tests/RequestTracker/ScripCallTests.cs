using System.Net;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>With <c>Feed=Webhook</c> a scrip calls. It runs before Request Tracker commits what it tells of.</summary>
public sealed class ScripCallTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;

    /// <summary>Sweeps are so rare that none comes in between, except where a test waits for one.</summary>
    private static readonly (string, string?)[] ByWebhook = [("Helpdesks:main:Feed", "Webhook"), ("Helpdesks:main:ReconcileEvery", "1.00:00:00")];

    [Fact]
    public async Task A_call_is_answered_at_once_and_its_ticket_is_read_a_second_later()
    {
        await using var fixture = await WithOpenChatAsync(ByWebhook);
        var answer = fixture.Data.CorrespondUncommitted(Ticket, "Hi");
        var readings = fixture.Bridge.Log.Readings(Ticket);
        await fixture.RingAsync();

        // A read that began now would find nothing, and would count as done.
        fixture.Data.Commit(answer);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Jaicp.EventSummaries.Count >= 1, stepSeconds: 1);
        fixture.Bridge.Log.Readings(Ticket).ShouldBe(readings + 1);
        fixture.Rt.FeedReads.ShouldBeEmpty("no sweep found it");
        var rung = BridgeApp.NewClock().GetUtcNow();
        fixture.Rt.Tickets.Calls[^1].At.ShouldBeGreaterThanOrEqualTo(rung + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_is_committed_even_later_is_found_by_the_next_sweep()
    {
        await using var fixture = await WithOpenChatAsync(("Helpdesks:main:Feed", "Webhook"), ("Helpdesks:main:ReconcileEvery", "00:01:00"));
        await fixture.BeginFeedAsync();
        var answer = fixture.Data.CorrespondUncommitted(Ticket, "Hi");
        var readings = fixture.Bridge.Log.Readings(Ticket);
        await fixture.RingAsync();
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(Ticket) > readings, stepSeconds: 1);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBeEmpty();
        fixture.Data.Commit(answer);
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task A_call_survives_the_end_of_the_process()
    {
        await using var fixture = await WithOpenChatAsync(ByWebhook);
        fixture.Data.Correspond(Ticket, "Hi");
        await fixture.RingAsync();
        await fixture.Bridge.App.RestartAsync();
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Jaicp.EventSummaries.Count >= 1, stepSeconds: 1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task Many_calls_about_one_change_tell_it_once()
    {
        await using var fixture = await WithOpenChatAsync(ByWebhook);
        fixture.Data.Correspond(Ticket, "Bye");
        fixture.Data.SetStatus(Ticket, "resolved");
        for (var call = 0; call < 5; call++)
            await fixture.RingAsync();
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Jaicp.EventSummaries.Count >= 2, stepSeconds: 1);
        await fixture.RingAsync();
        var readings = fixture.Bridge.Log.Readings(Ticket);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(Ticket) > readings, stepSeconds: 1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed"]);
    }

    [Fact]
    public async Task A_call_with_another_secret_is_refused_and_one_about_a_foreign_ticket_ignored()
    {
        await using var fixture = await WithOpenChatAsync(ByWebhook);
        var calls = fixture.Rt.Calls.Count;
        await fixture.RingAsync(secret: "another-secret", expected: HttpStatusCode.Unauthorized);
        await fixture.RingAsync(ticket: 4711);
        fixture.Bridge.Clock.Advance(TimeSpan.FromSeconds(5));
        await fixture.WriteAsync("meanwhile");

        fixture.Rt.Calls.Skip(calls).ShouldAllBe(call => !call.Path.EndsWith("/ticket/4711", StringComparison.Ordinal));
        fixture.Rt.Calls.Count.ShouldBe(calls + 2, "the look at the ticket and the message");
    }

    private static async Task<RequestTrackerFixture> WithOpenChatAsync(params (string Key, string? Value)[] settings)
    {
        var fixture = await RequestTrackerFixture.StartAsync(settings);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket");
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(Ticket) >= 1);
        return fixture;
    }
}
