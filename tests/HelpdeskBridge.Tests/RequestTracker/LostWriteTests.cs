using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>
/// Nothing in Request Tracker is idempotent, and it goes on with a request whose connection is gone. So what may have arrived is looked up, at once
/// and until it can't arrive any more, and only then sent again.
/// </summary>
public sealed class LostWriteTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;
    private static readonly TimeSpan LateWriteWindow = TimeSpan.FromSeconds(15);

    public static TheoryData<int, string> LostAnswers => new()
    {
        { 500, "" }, { 502, "<html>Bad Gateway</html>" }, { 503, "" }, { 504, "" }, { 408, "<html>Request Time-out</html>" }, { 201, "" },
    };

    /// <summary>The last one is an answer without a Location.</summary>
    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_ticket_whose_answer_was_lost_is_found_by_what_it_refers_to(int status, string body)
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        fixture.Rt.Loses(fixture.Rt.NewTickets, new Answer(status, body));
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        fixture.Rt.NewTickets.Calls.ShouldHaveSingleItem();
        fixture.Data.Tickets.Single().RefersTo.ShouldNotBeNull().ShouldStartWith("urn:helpdesk-bridge:");
        await fixture.WriteAsync("More");
        fixture.Data.Words.ShouldBe(["Hello", "More"]);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_message_whose_answer_was_lost_is_found_by_its_mark(int status, string body)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Loses(fixture.Rt.Correspondence, new Answer(status, body));
        await fixture.WriteAsync("once", stepSeconds: 1);
        await fixture.WriteAsync("after it");

        fixture.Data.Words.ShouldBe(["Hello", "once", "after it"]);
        await fixture.PollAsync(3);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBeEmpty("its own words are no answer of an agent");
    }

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_found_by_its_mark()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Loses(fixture.Rt.Comments, new Answer(502));
        await fixture.Bridge.CloseChatAsync("bye");
        await fixture.Bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);

        fixture.Data.Notes.ShouldHaveSingleItem();
        fixture.Data.Tickets.Single().Status.ShouldBe("resolved");
    }

    [Fact]
    public async Task A_message_with_a_file_whose_answer_was_lost_is_found_by_its_mark()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Loses(fixture.Rt.Correspondence, new Answer(502));
        await fixture.Bridge.SendFileAsync(host.Url("/"), "a.bin");
        await fixture.Bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        fixture.Data.Transactions.SelectMany(entry => entry.Files).ShouldHaveSingleItem();
        fixture.Rt.Correspondence.Calls.ShouldHaveSingleItem();
    }

    /// <summary>"Not found" right after a lost answer proves nothing.</summary>
    [Fact]
    public async Task A_message_that_is_taken_late_is_not_written_again()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Correspondence.Next(new Answer(504));
        await fixture.Bridge.SendTextAsync("once");
        await LookedUpAsync(fixture, "ClientText");
        fixture.Rt.Take(fixture.Rt.Correspondence.Calls.Single());
        await fixture.Bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        fixture.Rt.Correspondence.Calls.ShouldHaveSingleItem();
        fixture.Data.Words.ShouldBe(["Hello", "once"]);
    }

    [Fact]
    public async Task A_ticket_that_is_made_late_is_not_made_again()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        fixture.Rt.NewTickets.Next(new Answer(504));
        await fixture.Bridge.SendTextAsync("once");
        await LookedUpAsync(fixture, "OpenTicket");
        fixture.Rt.Take(fixture.Rt.NewTickets.Calls.Single());
        await fixture.Bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        fixture.Rt.NewTickets.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_message_that_did_not_arrive_is_sent_again_when_it_can_not_arrive_any_more_and_before_the_next_one()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Correspondence.Next(new Answer(502));
        await fixture.Bridge.SendTextAsync("first");
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        await fixture.Bridge.SendTextAsync("second one");
        await fixture.Bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);

        fixture.Data.Words.Select(text => text.Split("] ")[^1]).ShouldBe(["Hello", "first", "second one"]);
        var sent = fixture.Rt.Correspondence.Calls;
        (sent[1].At - sent[0].At).ShouldBeGreaterThanOrEqualTo(LateWriteWindow);
        sent[1].Json["Subject"]!.ToString().ShouldBe(sent[0].Json["Subject"]!.ToString(), "the same mark");
    }

    [Fact]
    public async Task After_a_restart_a_message_is_still_looked_up_before_it_is_sent_again()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Correspondence.Next(new Answer(502));
        await fixture.Bridge.SendTextAsync("once");
        await LookedUpAsync(fixture, "ClientText");
        await fixture.Bridge.App.RestartAsync();
        await LookedUpAsync(fixture, "ClientText", times: 2);
        fixture.Rt.Take(fixture.Rt.Correspondence.Calls.Single());
        await fixture.Bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        fixture.Rt.Correspondence.Calls.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(nameof(ProxyFault.ResetUnread))]
    [InlineData(nameof(ProxyFault.ResetRead))]
    [InlineData(nameof(ProxyFault.HangRead))]
    [InlineData(nameof(ProxyFault.ResetAnswered))]
    [InlineData(nameof(ProxyFault.HangAnswered))]
    public async Task A_message_whose_connection_breaks_is_written_once(string fault)
    {
        await using var proxy = new FaultyProxy();
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(("Delivery:RequestTimeout", "00:00:03"));
        proxy.Target = fixture.Rt.Url;
        await fixture.Bridge.App.RestartAsync(("Helpdesks:main:BaseUrl", new Uri(proxy.Url, "/rt").ToString()));

        // The ticket is read before it is written.
        proxy.Break(ProxyFault.None, Enum.Parse<ProxyFault>(fault));
        await fixture.WriteAsync("once", stepSeconds: 1);
        await fixture.WriteAsync("after it", stepSeconds: 1);

        proxy.HasBroken.ShouldBeTrue();
        fixture.Data.Words.Select(text => text.Split("] ")[^1]).ShouldBe(["Hello", "once", "after it"]);
    }

    [Fact]
    public async Task Fields_whose_answer_was_lost_are_set_again_only_when_the_first_request_can_not_overwrite_later_ones()
    {
        const string Key = "the-key-of-the-bots-script-0123456789";
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(
            ("Channels:shop:BotKey", Key), ("Channels:shop:Ticket:Fields:plan", "Plan"));
        fixture.Rt.TicketChanges.Next(new Answer(504));
        foreach (var plan in new[] { "Silver", "Gold" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Bridge.App.Url, "/bot/shop/fields"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            request.Content = JsonContent.Create(new { userId = BridgeFixture.User, fields = new { plan } });
            using var response = await fixture.Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await fixture.Bridge.DeliveredAsync("TicketFields", 2, stepSeconds: 1);

        var calls = fixture.Rt.TicketChanges.Calls;
        calls.Select(call => (string)call.Json["CustomFields"]!["Plan"]!).ShouldBe(["Silver", "Silver", "Gold"]);
        (calls[1].At - calls[0].At).ShouldBeGreaterThanOrEqualTo(LateWriteWindow);
        fixture.Data.Tickets.Single().Plan.ShouldBe("Gold");
    }

    [Fact]
    public async Task A_move_that_is_made_late_does_not_undo_a_later_one()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.TicketChanges.Next(new Answer(504));
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.UntilAsync(() => fixture.Rt.TicketChanges.Calls.Count == 1);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        var late = fixture.Bridge.Clock.GetUtcNow() + TimeSpan.FromSeconds(10);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Clock.GetUtcNow() >= late, stepSeconds: 1);
        fixture.Data.SetQueue(Ticket, RequestTrackerFixture.OtherQueue, RequestTrackerData.Bridge);
        await fixture.Bridge.DeliveredAsync("MoveTicket", 2, stepSeconds: 1);

        fixture.Data.Tickets.Single().Queue.ShouldBe(RequestTrackerFixture.Queue);
    }

    /// <summary>Where the look itself fails, nothing is said about the message.</summary>
    [Fact]
    public async Task A_message_is_not_sent_again_while_it_can_not_be_looked_up()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Loses(fixture.Rt.Correspondence, new Answer(502));
        fixture.Rt.Tickets.Next(Answer.Ok($$"""{"id":{{Ticket}},"Status":"open"}"""), new Answer(503), new Answer(503), new Answer(503));
        await fixture.WriteAsync("once", stepSeconds: 1);

        fixture.Data.Words.ShouldBe(["Hello", "once"]);
    }

    private static Task LookedUpAsync(RequestTrackerFixture fixture, string kind, int times = 1) =>
        fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Outcomes(kind, "NotFoundYet") >= times, stepSeconds: 1);
}
