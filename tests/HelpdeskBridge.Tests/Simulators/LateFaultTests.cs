using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Answers that say nothing about what was done, and refusals of a single ticket.</summary>
public sealed class LateFaultTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_taken_late_is_done_even_though_the_caller_gave_up()
    {
        var time = new FakeTimeProvider();
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { TimeProvider = time });
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var rule = zendesk.Faults.Add(FaultMode.AcceptLate, times: 1, where: ZendeskOperation.IsTicketWrite, delay: Delay);
        var impatient = await ZendeskClient.SignInAsync(zendesk);
        var held = impatient.CommentAsync(ticket, "late");
        await Wait.UntilAsync(() => rule.Taken == 1);
        impatient.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(() => held);
        await Wait.UntilAsync(() => rule.Abandoned == 1);

        (await client.CommentAsync(ticket, "next")).Status.ShouldBe(200);
        await Wait.UntilAsync(time, Delay, () => zendesk.Comments(ticket).Count == 3);

        zendesk.Comments(ticket).Select(comment => comment.Body).ShouldBe(["Hello", "next", "late"]);
        await Wait.UntilAsync(() => zendesk.Journal.Entries.Any(entry => entry is { Method: "PUT", Status: null }));
        zendesk.Journal.Entries.Single(entry => entry.Status is null).Summary.ShouldEndWith("“late”: done late");
    }

    [Fact]
    public async Task A_caller_who_waits_long_enough_gets_the_answer_to_what_is_taken_late()
    {
        var time = new FakeTimeProvider();
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { TimeProvider = time });
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.Faults.Add(FaultMode.AcceptLate, delay: Delay);

        var held = client.CommentAsync(ticket);
        await Wait.UntilAsync(() =>
        {
            time.Advance(Delay);
            return held.IsCompleted;
        });

        var answer = await held;
        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("ticket").GetProperty("id").GetInt64().ShouldBe(ticket);
    }

    [Fact]
    public async Task What_a_helpdesk_holds_when_it_goes_down_is_not_done()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var rule = zendesk.Faults.Add(FaultMode.AcceptLate, times: 1, delay: TimeSpan.FromHours(1));
        var held = client.CommentAsync(ticket);
        await Wait.UntilAsync(() => rule.Taken == 1);

        await zendesk.StopListeningAsync();
        await Should.ThrowAsync<HttpRequestException>(() => held);
        await zendesk.StartListeningAsync();

        (await client.CommentAsync(ticket, "next")).Status.ShouldBe(200);
        zendesk.Comments(ticket).Select(comment => comment.Body).ShouldBe(["Hello", "next"]);
    }

    [Theory]
    [InlineData(FaultMode.Proxy503, 1)]
    [InlineData(FaultMode.AcceptThenProxy503, 2)]
    public async Task A_proxys_503_is_plain_text_and_does_not_tell_whether_the_request_was_done(FaultMode mode, int comments)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.Faults.Add(mode, times: 1, where: ZendeskOperation.IsTicketWrite);

        var answer = await client.CommentAsync(ticket);

        answer.Status.ShouldBe(503);
        answer.Text.ShouldStartWith("upstream connect error or disconnect/reset before headers");
        zendesk.Comments(ticket).Count.ShouldBe(comments);
    }

    [Fact]
    public async Task A_ticket_that_refuses_takes_no_writes_while_it_is_readable_and_others_take_them()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var (refusing, other) = (await client.OpenTicketAsync(externalId: "jaicp:1"), await client.OpenTicketAsync(externalId: "jaicp:2"));
        var rule = zendesk.RefuseWritesTo(refusing);

        var refused = await client.CommentAsync(refusing);

        refused.Status.ShouldBe(403);
        refused.Json.GetProperty("error").GetString().ShouldBe("Forbidden");
        (await client.PutAsync($"/api/v2/tickets/{refusing}/tags", """{"tags":["a"]}""")).Status.ShouldBe(403);
        (await client.GetAsync($"/api/v2/tickets/{refusing}")).Status.ShouldBe(200);
        (await client.CommentAsync(other)).Status.ShouldBe(200);
        rule.Dispose();
        (await client.CommentAsync(refusing)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_bridge_writes_a_comment_once_that_Zendesk_takes_after_the_timeout()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { TimeProvider = time });
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp, ("Delivery:RequestTimeout", "00:00:03"));
        zendesk.Webhook = null; // then comments are read only to look up the one that was not answered
        var ticket = await ConnectedBridge.HandOverAsync(zendesk, jaicp);
        zendesk.Faults.Add(FaultMode.AcceptLate, times: 1, where: ZendeskOperation.IsTicketWrite, delay: Delay);
        await jaicp.SendTextAsync("u1", "once");
        await Wait.UntilAsync(
            bridge.Clock,
            TimeSpan.FromMilliseconds(20),
            () => zendesk.Journal.Entries.Any(entry => entry.Path.Contains("/comments", StringComparison.Ordinal)));
        zendesk.Comments(ticket).Select(comment => comment.Body).ShouldNotContain("once");

        await Wait.UntilAsync(time, Delay, () => zendesk.Comments(ticket)[^1].Body == "once");
        await jaicp.SendTextAsync("u1", "next");
        await Wait.UntilAsync(
            bridge.Clock, TimeSpan.FromSeconds(1), () => zendesk.Comments(ticket)[^1].Body.EndsWith("next", StringComparison.Ordinal));

        zendesk.Comments(ticket).Count(comment => comment.Body.Contains("once", StringComparison.Ordinal)).ShouldBe(1);
        zendesk.Journal.Entries.Where(entry => entry.Status is null).ShouldHaveSingleItem().Summary.ShouldEndWith("done late");
    }
}
