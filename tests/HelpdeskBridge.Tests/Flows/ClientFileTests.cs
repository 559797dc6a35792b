using System.Text;
using HelpdeskBridge.Conversations;
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
        await using var host = new FileHost(_ => FileHost.Ok(Png));
        await using var rig = await WithOpenChatAsync();
        await rig.SayAsync("Look");
        await rig.DeliveredAsync("ClientText");
        await rig.SendFileAsync(host.Url("/a1b2c3?signature=x"), "../receipt \u202Egpj");
        await rig.SayAsync("Bye");
        await rig.DeliveredAsync("ClientText", 2);

        rig.Zendesk.Written.ShouldBe(["Hello", "Look", "File from the client: receipt gpj.png", "Bye"]);
        rig.Zendesk.Updates.Calls[1].Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"File from the client: receipt gpj.png","public":true,"author_id":9001,"uploads":["upload-1"]},"metadata":{"helpdesk_bridge":"*"}}}""");
        var upload = rig.Zendesk.Uploads.Calls.ShouldHaveSingleItem();
        upload.Query.ShouldBe("filename=receipt%20gpj.png");
        upload.Header("Content-Type").ShouldBe("image/png");
        upload.Header("Content-Length").ShouldBe($"{Png.Length}");
        upload.Header("Authorization").ShouldBe($"Bearer {ZendeskStub.TokenName(1)}");
        upload.Bytes.ShouldBe(Encoding.Latin1.GetBytes(Png));
        host.Requests.ShouldHaveSingleItem().ShouldNotContain("Authorization");
        await rig.UntilAsync(() => FilesIn(rig) == 0);
        rig.Jaicp.Received.ShouldBeEmpty();
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
    public async Task A_file_that_can_not_be_carried_is_told_of_and_blocks_nothing(string path, string reason)
    {
        await using var secret = new FileHost(_ => FileHost.Ok("secret"));
        await using var host = new FileHost(asked => asked switch
        {
            "/gone" => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "/removed" => "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
            "/login" => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "/forbidden" => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            "/empty" => FileHost.Ok(""),
            "/large" => FileHost.Ok(new string('x', 1025)),
            "/endless" => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('x', 1_000_000),
            "/teapot" => "HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n",
            "/inside" => FileHost.Redirect(secret.Url("/", "127.0.0.2")),
            _ => FileHost.Redirect("file:///etc/passwd"),
        });
        await using var rig = await WithOpenChatAsync(("Bridge:MaxFileBytes", "1024"));
        await rig.SendFileAsync(host.Url(path), "receipt.png");
        await rig.SayAsync("Bye");
        await rig.DeliveredAsync("ClientText");
        await rig.DeliveredAsync("ClientNotice");

        rig.Zendesk.Written.ShouldBe(["Hello", $"File from the client, not attached ({reason}): receipt.png\n{host.Url(path)}", "Bye"]);
        rig.Jaicp.Told.ShouldBe([Notice]);
        rig.Log.Dead("ClientFile").ShouldBe(0);
        secret.Connections.ShouldBe(0);
        host.Requests.Count.ShouldBe(1);
        FilesIn(rig).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://{0}:{1}/")]
    [InlineData("https://{0}:{1}/")]
    [InlineData("http://2130706434:{1}/")]
    [InlineData("http://[::ffff:127.0.0.2]:{1}/")]
    public async Task A_forbidden_address_is_taken_with_200_and_never_contacted(string url)
    {
        await using var secret = new FileHost(_ => FileHost.Ok("secret"));
        await using var rig = await WithOpenChatAsync(("Network:AllowedPrivateHosts:0", "127.0.0.1/32"));
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, "127.0.0.2", secret.Port);
        await rig.SendFileAsync(address);
        await rig.DeliveredAsync("ClientNotice");

        rig.Zendesk.Written[1].ShouldBe($"File from the client, not attached (its address may not be called): file\n{address}");
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
        await using var host = new FileHost(_ => Interlocked.Increment(ref asked) is var n && n <= troubles ? faults[n - 1] : FileHost.Ok("content"));
        await using var rig = await WithOpenChatAsync();
        await rig.SendFileAsync(host.Url("/"), "receipt.png");
        await rig.DeliveredAsync("ClientFile", stepSeconds: 1);

        rig.Zendesk.Written[1].ShouldNotBeNull().ShouldStartWith(line.TrimEnd('*'));
        host.Requests.Count.ShouldBe(4);
    }

    /// <summary>Nobody says how long a link works: the helpdesk's troubles must not outlive it.</summary>
    [Fact]
    public async Task A_file_is_fetched_at_once_and_kept_over_a_restart()
    {
        var isGone = false;
        await using var host = new FileHost(_ => isGone ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" : FileHost.Ok("content"));
        await using var rig = await WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(503, RetryAfter: "30"));
        await rig.SayAsync("Look");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        await rig.SendFileAsync(host.Url("/"), "a.txt");
        await rig.UntilAsync(() => FilesIn(rig) == 1);

        isGone = true;
        await rig.App.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(rig.App.Spool, "left-behind.part"), "x", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(rig.App.Spool, "01a207d9210079edb9b852da3f92af6d"), "x", TestContext.Current.CancellationToken);
        await rig.App.RestartAsync();
        Directory.GetFiles(rig.App.Spool).Length.ShouldBe(1);
        await rig.DeliveredAsync("ClientText", stepSeconds: 5);

        rig.Zendesk.Uploads.Calls.ShouldHaveSingleItem().Bytes.ShouldBe(Encoding.UTF8.GetBytes("content"));
        rig.Zendesk.Written.Skip(1).Distinct().ShouldBe(["Look", "Look\nFile from the client: a.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_lost_from_the_spool_is_fetched_again()
    {
        await using var host = new FileHost(_ => FileHost.Ok("content"));
        await using var rig = await WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(503, RetryAfter: "60"));
        await rig.SayAsync("Look");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        await rig.SendFileAsync(host.Url("/"), "a.txt");
        await rig.UntilAsync(() => FilesIn(rig) == 1);

        Directory.Delete(rig.App.Spool, recursive: true);
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientFile", "Delivered") == 1, stepSeconds: 5);
        rig.Zendesk.Uploads.Calls.Count.ShouldBe(1);
        host.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Texts_before_a_file_that_is_not_there_yet_go_ahead_and_those_behind_it_wait()
    {
        var released = new TaskCompletionSource();
        await using var host = new FileHost(_ => FileHost.Ok("content")) { Held = released.Task };
        var answer = new TaskCompletionSource();
        await using var rig = await WithOpenChatAsync();
        rig.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""").HeldUntil(answer.Task));
        await rig.SayAsync("one");
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);
        await rig.SayAsync("two");
        await rig.SendFileAsync(host.Url("/"), "a.txt");
        await rig.SayAsync("three");
        answer.SetResult();
        await rig.DeliveredAsync("ClientText", 2);
        rig.Zendesk.Written.ShouldBe(["Hello", "one", "two"]);

        released.SetResult();
        await rig.DeliveredAsync("ClientText", 3);
        rig.Zendesk.Written.ShouldBe(["Hello", "one", "two", "File from the client: a.txt", "three"]);
        host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_chat_that_begins_with_a_slow_file_opens_its_ticket_first()
    {
        var released = new TaskCompletionSource();
        await using var host = new FileHost(_ => FileHost.Ok("content")) { Held = released.Task };
        await using var rig = await BridgeRig.StartAsync(("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00.100"));
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.TakesUploads();
        await rig.HandOverAsync();
        await rig.SendFileAsync(host.Url("/"), "a.txt");
        await rig.DeliveredAsync("OpenTicket");
        released.SetResult();
        await rig.DeliveredAsync("ClientFile");

        rig.Zendesk.Written.ShouldBe(["The chat was handed over. The client has not written anything yet.", "File from the client: a.txt"]);
    }

    /// <summary>More than a helpdesk's and a channel's places: 33 chats, whose files never come.</summary>
    [Fact]
    public async Task Slow_file_hosts_hold_up_no_other_chat_and_no_other_channel()
    {
        const string otherKey = "fedcba9876543210fedcba9876543210";
        await using var slow = new FileHost(_ => null);
        await using var host = new FileHost(_ => FileHost.Ok("content"));
        await using var rig = await BridgeRig.StartAsync(
            ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"), ("Channels:other:Key", otherKey), ("Channels:other:Helpdesk", "main"), ("Channels:other:DefaultDestination", "5"));
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.TakesUploads();
        foreach (var chat in Enumerable.Range(1, 33))
            await rig.SendFileAsync(slow.Url("/"), user: $"u{chat}");
        await rig.DeliveredAsync("OpenTicket", 33);
        await rig.SayAsync("Hello", "u34");
        await rig.DeliveredAsync("OpenTicket", 34);

        using var content = new StringContent($$"""{"userId":"u1","url":"{{host.Url("/")}}","fileName":"a.txt"}""");
        await rig.App.Http.PostAsync(new Uri(rig.App.Url, $"/operator/other/{otherKey}/sendFile"), content, TestContext.Current.CancellationToken);
        await rig.UntilAsync(() => rig.Zendesk.Written[^1] == "File from the client: a.txt");
        slow.Connections.ShouldBe(16);
    }

    private static int FilesIn(BridgeRig rig) => Directory.Exists(rig.App.Spool) ? Directory.GetFiles(rig.App.Spool).Count(path => !path.EndsWith(".part", StringComparison.Ordinal)) : 0;

    private static async Task<BridgeRig> WithOpenChatAsync(params (string, string?)[] settings)
    {
        var rig = await BridgeRig.WithOpenChatAsync(settings);
        rig.Zendesk.TakesUploads();
        return rig;
    }
}
