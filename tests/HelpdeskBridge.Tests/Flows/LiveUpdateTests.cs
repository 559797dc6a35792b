using System.Net;
using System.Net.ServerSentEvents;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Open pages are told that something has changed.</summary>
public sealed class LiveUpdateTests
{
    [Fact]
    public async Task A_change_is_announced_without_saying_what_it_is()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await using var events = await OpenAsync(bridge, "/admin/events", await SessionAsync(bridge));
        (await events.NextAsync()).ShouldBe(new SseItem<string>("", "watching"));

        await bridge.SendTextAsync("private-words");
        await bridge.DeliveredAsync("ClientText");
        (await events.NextAsync(bridge, stepSeconds: 2)).ShouldBe(new SseItem<string>("", "changed"));
    }

    [Fact]
    public async Task The_page_of_a_conversation_hears_what_happens_in_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = (string)(await bridge.AdminAsync("conversations"))["conversations"]![0]!["id"]!;
        await using var events = await OpenAsync(bridge, $"/admin/events?conversation={id}", await SessionAsync(bridge));
        await events.NextAsync();

        await bridge.SendTextAsync("Hi");
        (await events.NextAsync(bridge, stepSeconds: 2)).EventType.ShouldBe("changed");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AdminSite.Cookie + "=forged")]
    public async Task Without_a_session_there_are_none_and_it_does_not_count_as_guessing(string? session)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        for (var i = 0; i < 10; i++)
            (await PageAsync(bridge, "/admin/events", session)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await bridge.CallAdminAsync("/admin/api/status")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_page_that_is_left_open_does_not_keep_its_session_and_hears_nothing_after_it()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var session = await SessionAsync(bridge);
        for (var minutes = 0; minutes < 60; minutes += 5)
        {
            (await LiveStatusAsync(bridge, session)).ShouldBe(HttpStatusCode.OK);
            bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        (await ApiAsync(bridge, session)).ShouldBe(401);
        session = await SessionAsync(bridge);
        await using var events = await OpenAsync(bridge, "/admin/events", session);
        await events.NextAsync();
        (await PostAsync(bridge, "/admin/logout", session, (await TokenAsync(bridge, session)))).ShouldBe(303);
        await events.EndsAsync(bridge);
    }

    [Fact]
    public async Task A_stream_does_not_hold_up_the_end_of_the_service()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        await using var events = await OpenAsync(bridge, "/admin/events", await SessionAsync(bridge));
        await events.NextAsync();

        await bridge.App.StopAsync();
        await events.EndsAsync(bridge);
    }

    [Fact]
    public async Task More_pages_than_fifty_are_told_to_come_back_later()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var session = await SessionAsync(bridge);
        var open = new List<EventStream>();
        for (var i = 0; i < 50; i++)
        {
            open.Add(await OpenAsync(bridge, "/admin/events", session));
            (await open[^1].NextAsync()).EventType.ShouldBe("watching");
        }

        await using (var tooMany = await OpenAsync(bridge, "/admin/events", session))
        {
            (await tooMany.NextAsync()).EventType.ShouldBe("busy");
            await tooMany.EndsAsync(bridge);
        }

        foreach (var stream in open)
            await stream.DisposeAsync();
        var isOpenAgain = false;
        while (!isOpenAgain)
        {
            await using var again = await OpenAsync(bridge, "/admin/events", session);
            isOpenAgain = (await again.NextAsync()).EventType == "watching";
        }
    }

    private static async Task<HttpStatusCode> LiveStatusAsync(BridgeFixture bridge, string session)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, "/admin/api/status"));
        request.Headers.Add("Cookie", session);
        request.Headers.Add("X-Live-Update", "1");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<EventStream> OpenAsync(BridgeFixture bridge, string path, string session)
    {
        var http = new HttpClient();
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, path));
        request.Headers.Add("Cookie", session);
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return new EventStream(http, response, SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator());
    }

    private sealed class EventStream(HttpClient http, HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
    {
        public async Task<SseItem<string>> NextAsync()
        {
            (await events.MoveNextAsync()).ShouldBeTrue("the stream has ended");
            return new SseItem<string>(events.Current.Data, events.Current.EventType);
        }

        public async Task<SseItem<string>> NextAsync(BridgeFixture bridge, int stepSeconds)
        {
            var next = NextAsync();
            await bridge.UntilAsync(() => next.IsCompleted, stepSeconds);
            return await next;
        }

        public async Task EndsAsync(BridgeFixture bridge)
        {
            var next = MoveToEndAsync();
            await bridge.UntilAsync(() => next.IsCompleted, stepSeconds: 2);
            await next;
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            response.Dispose();
            http.Dispose();
        }

        private async Task MoveToEndAsync()
        {
            try
            {
                while (await events.MoveNextAsync())
                {
                    // Events that were under way.
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // The connection was closed.
            }
        }
    }
}
