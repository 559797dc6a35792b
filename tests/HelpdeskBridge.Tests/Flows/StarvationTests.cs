using System.Text;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>One greedy user of each bounded resource, and one innocent one who gets what it needs all the same (docs/reliability.md).</summary>
public sealed class StarvationTests
{
    private const string OtherKey = "fedcba9876543210fedcba9876543210";
    private const int MoreThanAllPlaces = 40;

    [Fact]
    public async Task A_backlog_of_more_than_a_page_on_one_helpdesk_does_not_hold_up_what_becomes_due_on_another()
    {
        const int Backlog = 1050;
        var clock = BridgeApp.NewClock();
        using var otherZendesk = new ZendeskStub(() => clock.GetUtcNow());
        otherZendesk.SignsIn();
        otherZendesk.AcceptsTickets();
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:main:RequestsPerMinute", "1"), ("Channels:shop:InboundPerSecond", "100000"),
            ("Channels:support:Key", OtherKey), ("Channels:support:Helpdesk", "second"), ("Channels:support:DefaultDestination", "5"),
            ("Helpdesks:second:Kind", "Zendesk"), ("Helpdesks:second:BaseUrl", otherZendesk.Url.ToString()),
            ("Helpdesks:second:WebhookSecrets:0", "another-secret"), ("Helpdesks:second:ReconcileEvery", "30.00:00:00"),
            ("Helpdesks:second:OAuth:ClientId", "other"), ("Helpdesks:second:OAuth:ClientSecret", "other-secret"));
        bridge.Zendesk.AcceptsTickets();
        var eightAtATime = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(Enumerable.Range(1, Backlog), eightAtATime, async (i, _) => await bridge.SendTextAsync("Hi", $"u{i}"));

        // It becomes due when no first message has come after three seconds, so only the poller finds it.
        using var content = new StringContent("""{"userId":"x","destinationId":"5","userName":"X"}""", Encoding.UTF8, "application/json");
        using var accepted = await bridge.App.Http.PostAsync(
            new Uri(bridge.App.Url, $"/operator/support/{OtherKey}/selectDestination"), content, TestContext.Current.CancellationToken);
        accepted.EnsureSuccessStatusCode();
        var limit = bridge.Clock.GetUtcNow() + TimeSpan.FromSeconds(30);
        await bridge.UntilAsync(() => otherZendesk.NewTickets.Calls.Count == 1, stepSeconds: 1);
        bridge.Clock.GetUtcNow().ShouldBeLessThan(limit);
        otherZendesk.HasNoStrayCalls();
    }

    [Fact]
    public async Task Updates_that_wait_for_their_limit_do_not_hold_up_new_tickets()
    {
        await using var bridge = await WithChatsAsync(MoreThanAllPlaces);
        bridge.Zendesk.Updates.Usually(call => Updated(call) with
        {
            Headers = new Dictionary<string, string> { ["zendesk-ratelimit-tickets-update"] = "total=100; remaining=0; resets=60" },
        });
        await bridge.SendTextAsync("uses the limit up");
        await bridge.DeliveredAsync("ClientText");
        for (var i = 2; i <= MoreThanAllPlaces; i++)
            await bridge.SendTextAsync("waits a minute", $"u{i}");

        await bridge.SendTextAsync("a new chat", "new");
        await bridge.DeliveredAsync("OpenTicket", MoreThanAllPlaces + 1);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Uploads_that_take_long_do_not_hold_up_the_texts_of_other_chats()
    {
        var slow = new TaskCompletionSource();
        await using var files = await FileServerStub.StartAsync();
        await using var bridge = await WithChatsAsync(MoreThanAllPlaces);
        bridge.Zendesk.Uploads.Usually(_ => new Answer(201, """{"upload":{"token":"t"}}""").HeldUntil(slow.Task));
        for (var i = 2; i <= MoreThanAllPlaces; i++)
            await bridge.SendFileAsync(files.Url.ToString(), "a.txt", $"u{i}");
        await bridge.UntilAsync(() => bridge.Zendesk.Uploads.Calls.Count >= 30);

        await bridge.SendTextAsync("just a text");
        await bridge.DeliveredAsync("ClientText");
        slow.SetResult();
        await bridge.DeliveredAsync("ClientFile", MoreThanAllPlaces - 1);
    }

    [Fact]
    public async Task Files_of_one_client_that_take_long_to_fetch_do_not_hold_up_the_files_of_another()
    {
        var slow = new TaskCompletionSource();
        await using var files = await FileServerStub.StartAsync();
        var usual = files.Answer;
        files.Answer = async http =>
        {
            if (http.Request.Path.StartsWithSegments("/slow"))
                await slow.Task;
            await usual(http);
        };
        await using var bridge = await WithChatsAsync(2);
        bridge.Zendesk.AcceptsUploads();
        for (var i = 0; i < 20; i++)
            await bridge.SendFileAsync($"{files.Url}slow/{i}", $"{i}.png");
        await bridge.UntilAsync(() => files.Requests.Count >= 2);

        await bridge.SendFileAsync($"{files.Url}good", "good.png", "u2");
        await bridge.DeliveredAsync("ClientFile");
        files.Requests.Count.ShouldBe(3);
        slow.SetResult();
        await bridge.UntilAsync(() => files.Requests.Count >= 21);
    }

    [Fact]
    public async Task A_disk_without_room_takes_no_files_while_the_helpdesk_does_not_work_and_all_of_them_afterwards()
    {
        const int Chats = 10;
        var clock = BridgeApp.NewClock();
        using var zendesk = new ZendeskStub(() => clock.GetUtcNow());
        zendesk.SignsIn();
        zendesk.KnowsUsers();
        zendesk.NewTickets.Usually(ZendeskStub.Unavailable);
        zendesk.AcceptsUploads();
        await using var files = await FileServerStub.StartAsync();
        await using var app = await BridgeApp.StartAsync(
            zendesk.Url, all => all["Channels:shop:Ticket:WaitForFirstMessage"] = "00:00:00", clock, services =>
            {
                services.RemoveAll<ClientFileSpool>();
                services.AddSingleton(provider => new ClientFileSpool(
                    Path.Combine(StoreFolder.Get(provider.GetRequiredService<IOptions<StorageOptions>>().Value), "client-files"), () => 0));
            });
        for (var i = 0; i < Chats; i++)
            (await app.CallAsync("sendFile", new { userId = $"u{i}", url = $"{files.Url}{i}", fileName = "a.txt" })).EnsureSuccessStatusCode();
        await UntilAsync(() => zendesk.NewTickets.Calls.Count >= 5);
        files.Requests.ShouldBeEmpty();

        zendesk.AcceptsTickets();
        await UntilAsync(() => zendesk.Updates.Calls.Count >= Chats);
        files.Requests.Count.ShouldBe(Chats);

        Task UntilAsync(Func<bool> condition) => Wait.UntilAsync(clock, TimeSpan.FromSeconds(1), condition);
    }

    [Fact]
    public async Task Retries_that_take_long_do_not_hold_up_live_texts()
    {
        var slow = new TaskCompletionSource();
        await using var bridge = await WithChatsAsync(MoreThanAllPlaces);
        bridge.Zendesk.Updates.Usually(new Answer(409, """{"error":"DatabaseConflict"}"""));
        for (var i = 2; i <= MoreThanAllPlaces; i++)
            await bridge.SendTextAsync("is tried again", $"u{i}");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= MoreThanAllPlaces - 1);
        var before = bridge.Zendesk.Updates.Calls.Count;
        bridge.Zendesk.Updates.Usually(call => IsOfFirstChat(call) ? Updated(call) : Updated(call).HeldUntil(slow.Task));
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= before + 10, stepSeconds: 1);

        await bridge.SendTextAsync("live");
        await bridge.DeliveredAsync("ClientText");
        slow.SetResult();
        await bridge.DeliveredAsync("ClientText", MoreThanAllPlaces, stepSeconds: 1);
    }

    [Fact]
    public async Task Tickets_that_are_read_slowly_do_not_hold_up_texts()
    {
        var slow = new TaskCompletionSource();
        await using var bridge = await WithChatsAsync(MoreThanAllPlaces);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Tickets.Usually(call =>
            Answer.Ok($$"""{"ticket":{"id":{{ZendeskStub.IdIn(call)}},"status":"open"},"users":[]}""").HeldUntil(slow.Task));
        for (var i = 0; i < MoreThanAllPlaces; i++)
            await bridge.WakeAsync(ZendeskStub.FirstTicket + i);
        await bridge.UntilAsync(() => bridge.Zendesk.Tickets.Calls.Count >= 30);

        await bridge.SendTextAsync("just a text");
        await bridge.DeliveredAsync("ClientText");
        slow.SetResult();
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket + MoreThanAllPlaces - 1) >= 1, stepSeconds: 1);
    }

    private static async Task<BridgeFixture> WithChatsAsync(int chats)
    {
        // No request that is held here comes to its timeout.
        var bridge = await BridgeFixture.WithOpenChatAsync(
            ("Channels:shop:InboundPerSecond", "100000"), ("Delivery:RequestTimeout", "00:05:00"));
        for (var i = 2; i <= chats; i++)
            await bridge.SendTextAsync("Hi", $"u{i}");
        await bridge.DeliveredAsync("OpenTicket", chats);
        return bridge;
    }

    private static Answer Updated(Call call) => Answer.Ok($$"""{"ticket":{"id":{{ZendeskStub.IdIn(call)}},"status":"open"} }""");

    private static bool IsOfFirstChat(Call call) => ZendeskStub.IdIn(call) == ZendeskStub.FirstTicket;
}
