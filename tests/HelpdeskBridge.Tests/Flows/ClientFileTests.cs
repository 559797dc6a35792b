using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Files from the client, from JAICP's link to the attachment in the ticket.</summary>
public sealed class ClientFileTests
{
    private const string Png = "\u0089PNG\r\n\u001a\n and the rest";
    private const string Notice = "TextMessage Your file could not be delivered. Please try again later.";

    [Fact]
    public async Task A_file_is_attached_in_its_place()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok(Png));
        await using var bridge = await WithOpenChatAsync();
        await bridge.SendTextAsync("Look");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendFileAsync(host.Url("/a1b2c3?signature=x"), "../receipt \u202Egpj");
        await bridge.SendTextAsync("Bye");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Written.ShouldBe(["Hello", "Look", "File from the client: receipt gpj.png", "Bye"]);
        bridge.Zendesk.Updates.Calls[1].Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"File from the client: receipt gpj.png","public":true,"author_id":9001,"uploads":"""
                + """["upload-1"]},"metadata":{"helpdesk_bridge":"*"}}}""");
        var upload = bridge.Zendesk.Uploads.Calls.ShouldHaveSingleItem();
        upload.Query.ShouldBe("filename=receipt%20gpj.png");
        upload.Header("Content-Type").ShouldBe("image/png");
        upload.Header("Content-Length").ShouldBe($"{Png.Length}");
        upload.Header("Authorization").ShouldBe($"Bearer {ZendeskStub.TokenName(1)}");
        upload.Bytes.ShouldBe(Encoding.Latin1.GetBytes(Png));
        host.Requests.ShouldHaveSingleItem().ShouldNotContain("Authorization");
        await bridge.UntilAsync(() => FilesIn(bridge) == 0);
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/gone", "it is not at its address any more")]
    [InlineData("/removed", "it is not at its address any more")]
    [InlineData("/login", "its address does not give it out")]
    [InlineData("/forbidden", "its address does not give it out")]
    [InlineData("/empty", "it is empty")]
    [InlineData("/large", "it is too large")]
    [InlineData("/endless", "it is too large")]
    [InlineData("/teapot", "it could not be fetched")]
    [InlineData("/inside", "its address may not be called")]
    [InlineData("/local", "its address may not be called")]
    public async Task A_file_that_can_not_be_uploaded_is_reported_and_blocks_nothing(string path, string reason)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"));
        await using var host = new RawHttpServer(asked => asked switch
        {
            "/gone" => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "/removed" => "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
            "/login" => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "/forbidden" => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            "/empty" => RawHttpServer.Ok(""),
            "/large" => RawHttpServer.Ok(new string('x', 1025)),
            "/endless" => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('x', 1_000_000),
            "/teapot" => "HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n",
            "/inside" => RawHttpServer.Redirect(secret.Url("/", "127.0.0.2")),
            _ => RawHttpServer.Redirect("file:///etc/passwd"),
        });
        await using var bridge = await WithOpenChatAsync(("Bridge:MaxFileBytes", "1024"));
        await bridge.SendFileAsync(host.Url(path), "receipt.png");
        await bridge.SendTextAsync("Bye");
        await bridge.DeliveredAsync("ClientText");
        await bridge.DeliveredAsync("ClientNotice");

        bridge.Zendesk.Written.ShouldBe(["Hello", $"File from the client, not attached ({reason}): receipt.png\n{host.Url(path)}", "Bye"]);
        bridge.Jaicp.EventSummaries.ShouldBe([Notice]);
        bridge.Log.DeadLetters("ClientFile").ShouldBe(0);
        secret.Connections.ShouldBe(0);
        host.Requests.Count.ShouldBe(1);
        FilesIn(bridge).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://{0}:{1}/")]
    [InlineData("https://{0}:{1}/")]
    [InlineData("http://2130706434:{1}/")]
    [InlineData("http://[::ffff:127.0.0.2]:{1}/")]
    public async Task A_forbidden_address_is_taken_with_200_and_never_contacted(string url)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"));
        await using var bridge = await WithOpenChatAsync(("Network:AllowedPrivateHosts:0", "127.0.0.1/32"));
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, "127.0.0.2", secret.Port);
        await bridge.SendFileAsync(address);
        await bridge.DeliveredAsync("ClientNotice");

        bridge.Zendesk.Written[1].ShouldBe($"File from the client, not attached (its address may not be called): file\n{address}");
        secret.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData(3, "File from the client: receipt.png")]
    [InlineData(4, "File from the client, not attached (it could not be fetched): receipt.png*")]
    public async Task A_host_in_trouble_gets_a_few_quick_tries(int troubles, string line)
    {
        string[] faults =
        [
            "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nbroken off",
            "HTTP/1.1 429 Too Many\r\nContent-Length: 0\r\n\r\n", "not even HTTP",
        ];
        var asked = 0;
        await using var host =
            new RawHttpServer(_ => Interlocked.Increment(ref asked) is var n && n <= troubles ? faults[n - 1] : RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        await bridge.SendFileAsync(host.Url("/"), "receipt.png");
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        bridge.Zendesk.Written[1].ShouldNotBeNull().ShouldStartWith(line.TrimEnd('*'));
        host.Requests.Count.ShouldBe(4);
    }

    /// <summary>It is unknown how long a link works, so a file is downloaded at once, even while the helpdesk is down.</summary>
    [Fact]
    public async Task A_file_is_fetched_at_once_and_kept_over_a_restart()
    {
        var isGone = false;
        await using var host = new RawHttpServer(_ => isGone ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" : RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(503, RetryAfter: "30"));
        await bridge.SendTextAsync("Look");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.UntilAsync(() => FilesIn(bridge) == 1);

        isGone = true;
        await bridge.App.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(bridge.App.Spool, "left-behind.part"), "x", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(bridge.App.Spool, "01a207d9210079edb9b852da3f92af6d"), "x", TestContext.Current.CancellationToken);
        await bridge.App.RestartAsync();
        Directory.GetFiles(bridge.App.Spool).Length.ShouldBe(1);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 5);

        bridge.Zendesk.Uploads.Calls.ShouldHaveSingleItem().Bytes.ShouldBe(Encoding.UTF8.GetBytes("content"));
        bridge.Zendesk.Written.Skip(1).Distinct().ShouldBe(["Look", "Look\nFile from the client: a.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_lost_from_the_spool_is_fetched_again()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(503, RetryAfter: "60"));
        await bridge.SendTextAsync("Look");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.UntilAsync(() => FilesIn(bridge) == 1);

        Directory.Delete(bridge.App.Spool, recursive: true);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientFile", "Delivered") >= 1, stepSeconds: 5);
        bridge.Log.Outcomes("ClientFile", "Delivered").ShouldBe(1);
        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(1);
        host.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Texts_before_a_file_that_is_not_there_yet_go_ahead_and_those_behind_it_wait()
    {
        var released = new TaskCompletionSource();
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content")) { Held = released.Task };
        var answer = new TaskCompletionSource();
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""").HeldUntil(answer.Task));
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        await bridge.SendTextAsync("two");
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.SendTextAsync("three");
        answer.SetResult();
        await bridge.DeliveredAsync("ClientText", 2);
        bridge.Zendesk.Written.ShouldBe(["Hello", "one", "two"]);

        released.SetResult();
        await bridge.DeliveredAsync("ClientText", 3);
        bridge.Zendesk.Written.ShouldBe(["Hello", "one", "two", "File from the client: a.txt", "three"]);
        host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_that_begins_with_a_slow_file_opens_its_ticket_first()
    {
        var released = new TaskCompletionSource();
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content")) { Held = released.Task };
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00.100"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        await bridge.HandOverAsync();
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("OpenTicket");
        released.SetResult();
        await bridge.DeliveredAsync("ClientFile");

        bridge.Zendesk.Written.ShouldBe(["The chat was handed over. The client has not written anything yet.", "File from the client: a.txt"]);
    }

    /// <summary>More than a helpdesk's and a channel's places: 33 chats, whose files never come.</summary>
    [Fact]
    public async Task Slow_file_hosts_delay_no_other_conversation_and_no_other_channel()
    {
        const string otherKey = "fedcba9876543210fedcba9876543210";
        await using var slow = new RawHttpServer(_ => null);
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"), ("Channels:other:Key", otherKey), ("Channels:other:Helpdesk", "main"),
            ("Channels:other:DefaultDestination", "5"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        foreach (var chat in Enumerable.Range(1, 33))
            await bridge.SendFileAsync(slow.Url("/"), user: $"u{chat}");
        await bridge.DeliveredAsync("OpenTicket", 33);
        await bridge.SendTextAsync("Hello", "u34");
        await bridge.DeliveredAsync("OpenTicket", 34);

        using var content = new StringContent($$"""{"userId":"u1","url":"{{host.Url("/")}}","fileName":"a.txt"}""");
        await bridge.App.Http.PostAsync(
            new Uri(bridge.App.Url, $"/operator/other/{otherKey}/sendFile"), content, TestContext.Current.CancellationToken);
        await bridge.UntilAsync(() => bridge.Zendesk.Written[^1] == "File from the client: a.txt");
        slow.Connections.ShouldBe(16);
    }

    private static int FilesIn(BridgeFixture bridge) => Directory.Exists(bridge.App.Spool)
        ? Directory.GetFiles(bridge.App.Spool).Count(path => !path.EndsWith(".part", StringComparison.Ordinal))
        : 0;

    private static async Task<BridgeFixture> WithOpenChatAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(settings);
        bridge.Zendesk.AcceptsUploads();
        return bridge;
    }
}
