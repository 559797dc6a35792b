using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>How a file comes from the helpdesk, or wherever it redirects to, to whoever has the link.</summary>
public sealed class FileDownloadTests
{
    [Fact]
    public async Task A_private_attachment_is_fetched_with_our_credentials_which_no_other_host_ever_sees()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Attachments.Usually(Answer.Redirect(new Uri(store.Url, "/signed?key=secret")));
        var link = await bridge.LinkAsync(bridge.AttachmentUrl());
        using var response = await bridge.FetchAsync(link);

        (await response.TextAsync()).ShouldBe("picture");
        bridge.Zendesk.Attachments.Calls.ShouldHaveSingleItem().Header("Authorization").ShouldBe($"Bearer {ZendeskStub.TokenName(1)}");
        var request = store.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/signed");
        request.Header("Authorization").ShouldBeNull();
        request.Header("Cookie").ShouldBeNull();
        request.Headers.Values.ShouldAllBe(value => !value.Contains("bridge.example.com", StringComparison.Ordinal));

        // An attachment that is elsewhere from the beginning.
        using var elsewhere = await bridge.FetchAsync(await bridge.LinkAsync(new Uri(store.Url, "/hosted"), id: 9102));
        (await elsewhere.TextAsync()).ShouldBe("picture");
        store.Requests[^1].Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task It_says_what_it_is_and_can_do_no_harm()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var link = await bridge.LinkAsync(store.Url, "Карта.png");
        using var response = await bridge.FetchAsync(link);
        using var head = await bridge.FetchAsync(link, request => request.Method = HttpMethod.Head);

        foreach (var answer in new[] { response, head })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
            answer.Content.Headers.ContentLength.ShouldBe(7);
            answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
            answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("Карта.png");
            answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
            answer.Headers.ETag!.Tag.ShouldBe("\"v1\"");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("; sandbox");
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.CacheControl!.ToString().ShouldBe("max-age=3600, private");
            answer.Headers.Contains("Server").ShouldBeFalse();
        }

        (await head.BytesAsync()).ShouldBeEmpty();
        store.Answer = http => FileServerStub.BytesAsync(http, "<svg/>"u8.ToArray(), type: "image/svg+xml");
        using var page = await bridge.FetchAsync(link);
        page.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Fact]
    public async Task Bytes_that_come_compressed_are_passed_on_as_such_and_headers_nobody_may_send_are_left_out()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var link = await bridge.LinkAsync(store.Url);
        store.Answer = http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.Headers.ETag = "\"é\"";
            http.Response.ContentType = "image/jpeg; name=\"é\"";
            return http.Response.WriteAsync("compressed");
        };
        using var response = await bridge.FetchAsync(link);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.TextAsync()).ShouldBe("compressed");
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        response.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        response.Headers.ETag.ShouldBeNull();
        store.Requests[^1].Header("Accept-Encoding").ShouldBe("identity");
    }

    [Theory]
    [InlineData(404, HttpStatusCode.NotFound)]
    [InlineData(403, HttpStatusCode.NotFound)]
    [InlineData(410, HttpStatusCode.NotFound)]
    [InlineData(429, HttpStatusCode.ServiceUnavailable)]
    [InlineData(503, HttpStatusCode.ServiceUnavailable)]
    [InlineData(500, HttpStatusCode.BadGateway)]
    [InlineData(502, HttpStatusCode.BadGateway)]
    [InlineData(401, HttpStatusCode.BadGateway)]
    [InlineData(206, HttpStatusCode.BadGateway)]
    [InlineData(204, HttpStatusCode.BadGateway)]
    public async Task What_the_helpdesk_refuses_is_refused_without_any_text_of_its_answer(int status, HttpStatusCode answer)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Attachments.Usually(new Answer(status, "words of the helpdesk", RetryAfter: status == 429 ? "7" : null));
        using var response = await bridge.FetchAsync(await bridge.LinkAsync(bridge.AttachmentUrl()));

        response.StatusCode.ShouldBe(answer);
        (await response.TextAsync()).ShouldNotContain("words of the helpdesk");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        if (answer != HttpStatusCode.NotFound)
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(status == 429 ? 7 : 10));
    }

    /// <summary>A brand's host does not know the bridge, and shows the page on which people sign in.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task A_private_file_of_a_brand_is_fetched_from_the_accounts_own_host(int status)
    {
        await using var brand = await FileServerStub.StartAsync();
        brand.Answer = http =>
        {
            http.Response.StatusCode = status;
            return FileServerStub.BytesAsync(http, "<html>Sign in</html>"u8.ToArray(), type: "text/html; charset=utf-8");
        };
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Attachments.Usually(new Answer(200, "picture") { ContentType = "image/png" });
        using var response = await bridge.FetchAsync(await bridge.LinkAsync(new Uri(brand.Url, "/attachments/token/t1/?name=map.png")));

        (await response.TextAsync()).ShouldBe("picture");
        bridge.Zendesk.Attachments.Calls.ShouldHaveSingleItem().Header("Authorization").ShouldNotBeNull();
        brand.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBeNull();
    }

    [Theory]
    [InlineData("map.png", "image/png", HttpStatusCode.BadGateway)]
    [InlineData("map", null, HttpStatusCode.BadGateway)]
    [InlineData("page.html", null, HttpStatusCode.OK)]
    [InlineData("page", "text/html", HttpStatusCode.OK)]
    public async Task A_sign_in_page_is_not_passed_on_instead_of_the_file(string name, string? type, HttpStatusCode status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Attachments.Usually(new Answer(200, "<html>page</html>") { ContentType = "text/html" });
        using var response = await bridge.FetchAsync(await bridge.LinkAsync(bridge.AttachmentUrl(), name, type));

        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Redirects_lead_to_no_private_address_no_sign_in_page_and_not_on_for_ever()
    {
        await using var hidden = await FileServerStub.StartAsync("127.0.0.2");
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var link = await bridge.LinkAsync(bridge.AttachmentUrl());
        Uri[] targets = [hidden.Url, new(store.Url, "/to-hidden"), new(store.Url, "/round"), new("ftp://files.example.com/a"),
            new(bridge.Zendesk.Url, "/access/unauthenticated"), bridge.AttachmentUrl()];
        store.Answer = http =>
        {
            http.Response.Redirect(http.Request.Path == "/to-hidden" ? hidden.Url.AbsoluteUri : "/round");
            return Task.CompletedTask;
        };
        foreach (var target in targets)
        {
            bridge.Zendesk.Attachments.Usually(Answer.Redirect(target));
            using var response = await bridge.FetchAsync(link);
            ((int)response.StatusCode).ShouldBeInRange(502, 503, target.AbsoluteUri);
            response.Headers.RetryAfter.ShouldNotBeNull();
        }

        using var direct = await bridge.FetchAsync(await bridge.LinkAsync(hidden.Url, id: 9102));
        direct.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        hidden.Requests.ShouldBeEmpty();
        store.Requests.Count.ShouldBeLessThanOrEqualTo(7);
        bridge.Zendesk.Calls.ShouldNotContain(call => call.Path.StartsWith("/access", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_helpdesk_that_does_not_answer_and_one_that_stops_in_the_middle_are_given_up()
    {
        var never = new TaskCompletionSource();
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:RequestTimeout", "00:00:02"));
        var link = await bridge.LinkAsync(store.Url);
        store.Answer = _ => never.Task;
        using var silent = await bridge.FetchAsync(link);
        silent.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        store.Answer = async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("begins");
            await http.Response.Body.FlushAsync();
            await never.Task;
        };
        await Should.ThrowAsync<HttpRequestException>(() => bridge.FetchAsync(link));
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp); // bound but not listening: whoever connects is refused
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        using var refused = await bridge.FetchAsync(await bridge.LinkAsync(new Uri($"http://127.0.0.1:{port}/"), id: 9102));
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        never.SetResult();
    }

    [Fact]
    public async Task Whoever_hangs_up_ends_the_download_from_the_helpdesk()
    {
        var ended = new TaskCompletionSource();
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var link = await bridge.LinkAsync(store.Url);
        store.Answer = async http =>
        {
            http.RequestAborted.Register(ended.SetResult);
            var piece = new byte[16 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(piece);
        };
        using (var response = await bridge.FetchAsync(link, wait: false))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.ReadExactlyAsync(new byte[100_000], TestContext.Current.CancellationToken);
        }

        await bridge.UntilAsync(() => ended.Task.IsCompleted);

        // Before the first byte.
        var (asked, dropped) = (store.Requests.Count, new TaskCompletionSource());
        store.Answer = http =>
        {
            http.RequestAborted.Register(dropped.SetResult);
            return dropped.Task;
        };
        using var timeout = new CancellationTokenSource();
        var waiting = bridge.App.Http.GetAsync(link, timeout.Token);
        await bridge.UntilAsync(() => store.Requests.Count > asked);
        await timeout.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await bridge.UntilAsync(() => dropped.Task.IsCompleted);
        bridge.Log.Lines.ShouldNotContain(line => line.Contains("A request failed", StringComparison.Ordinal));
    }
}
