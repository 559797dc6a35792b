using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Network;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Network;

/// <summary>The client for addresses that come from outside, against a real listener that sees whether it was contacted.</summary>
public sealed class UntrustedHttpClientTests
{
    private const string Forbidden = "not public (loopback)";

    [Theory]
    [InlineData("127.0.0.1", Forbidden)]
    [InlineData("localhost", Forbidden)]
    [InlineData("2130706433", Forbidden)]
    [InlineData("0x7f.1", Forbidden)]
    [InlineData("0177.0.0.1", Forbidden)]
    [InlineData("127.1", Forbidden)]
    [InlineData("[::1]", Forbidden)]
    [InlineData("[::ffff:127.0.0.1]", "not public (an IPv4 address inside)")]
    [InlineData("[::ffff:7f00:1]", "not public (an IPv4 address inside)")]
    [InlineData("[::127.0.0.1]", "not public (an IPv4 address inside)")]
    [InlineData("0.0.0.0", "not public (unspecified)")]
    [InlineData("[::]", "not public (unspecified)")]
    [InlineData("LOCALHOST", Forbidden)]
    [InlineData("0x7f000001", Forbidden)]
    [InlineData("017700000001", Forbidden)]
    [InlineData("127.0.1", Forbidden)]
    [InlineData("0", "not public (unspecified)")]
    [InlineData("[0:0:0:0:0:ffff:127.0.0.1]", "not public (an IPv4 address inside)")]
    [InlineData("[64:ff9b::7f00:1]", "not public (NAT64)")]
    [InlineData("[2002:7f00:1::]", "not public (6to4)")]
    public async Task A_forbidden_address_is_not_contacted_however_it_is_written(string host, string why)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"));

        (await RefusedAsync(Client(), secret.Url("/", host).Replace("http:", "https:", StringComparison.Ordinal))).ShouldBe(why);
        secret.Connections.ShouldBe(0);
    }

    /// <summary>Some of these are no addresses, some are names that a resolver may or may not know; none is the way in.</summary>
    [Theory]
    [InlineData("127.0.0.1.")]
    [InlineData("localhost.")]
    [InlineData("secret.localhost")]
    [InlineData("\uFF11\uFF12\uFF17.0.0.1")]
    [InlineData("127\u30020\u30020\u30021")]
    [InlineData("%31%32%37.0.0.1")]
    [InlineData("127.0.0.1%00.example.com")]
    [InlineData("[::1%25lo]")]
    [InlineData("127.0.0.1\t")]
    [InlineData("example.com@127.0.0.1")]
    public async Task What_only_looks_like_a_forbidden_address_is_not_contacted_either(string host)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"));

        await Should.ThrowAsync<Exception>(() => Client().GetAsync($"https://{host}:{secret.Port}/", null, TestContext.Current.CancellationToken));
        secret.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("\\\\{0}:{1}/")]
    [InlineData("/\\{0}:{1}/")]
    [InlineData("https:{0}:{1}")]
    [InlineData("https:///{0}:{1}/")]
    [InlineData("\t//{0}:{1}/")]
    [InlineData("%2F%2F{0}:{1}/")]
    public async Task A_redirect_that_browsers_would_take_for_another_host_leads_nowhere(string location)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"), IPAddress.Parse("127.0.0.2"));
        await using var front = new RawHttpServer(
            _ => RawHttpServer.Redirect(string.Format(System.Globalization.CultureInfo.InvariantCulture, location, "127.0.0.2", secret.Port)));
        try
        {
            using var answer = await Client("127.0.0.1/32").GetAsync(front.Url("/"), null, TestContext.Current.CancellationToken);
            answer.IsSuccessStatusCode.ShouldBeFalse();
        }
        catch (Exception e) when (e is HttpRequestException or ForbiddenAddressException)
        {
            // Refused, or led round in a circle.
        }

        secret.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Without_https_nothing_public_is_asked_for()
    {
        (await RefusedAsync(Client(), "http://93.184.216.34/")).ShouldBe("not https");
        await using var front = new RawHttpServer(_ => RawHttpServer.Redirect("http://93.184.216.34/"));
        (await RefusedAsync(Client("127.0.0.1/32"), front.Url("/"))).ShouldBe("a redirect to http");
    }

    [Theory]
    [InlineData("https://{0}:{1}/", "127.0.0.2", Forbidden)]
    [InlineData("https://{0}:{1}/", "[::1]", Forbidden)]
    [InlineData("//{0}:{1}/", "127.0.0.2", "a redirect to http")]
    [InlineData("http://{0}:{1}/", "2130706434", "a redirect to http")]
    [InlineData("https://{0}:{1}/", "2130706434", Forbidden)]
    [InlineData("https://{0}:{1}/", "0x7f.2", Forbidden)]
    [InlineData("https://{0}:{1}/", "[::ffff:127.0.0.2]", "not public (an IPv4 address inside)")]
    [InlineData("https://{0}:{1}/", "169.254.169.254", "not public (link-local)")]
    public async Task A_redirect_to_a_forbidden_address_is_not_followed(string location, string host, string why)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"));
        await using var front = new RawHttpServer(
            _ => RawHttpServer.Redirect(string.Format(System.Globalization.CultureInfo.InvariantCulture, location, host, secret.Port)));

        (await RefusedAsync(Client("127.0.0.1/32"), front.Url("/"))).ShouldBe(why);
        front.Connections.ShouldBe(1);
        secret.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("http://user:secret@127.0.0.1/")]
    public async Task A_redirect_to_no_plain_web_address_is_not_followed(string location)
    {
        await using var front = new RawHttpServer(_ => RawHttpServer.Redirect(location));

        (await RefusedAsync(Client("127.0.0.1"), front.Url("/"))).ShouldBe("no plain web address, or a redirect to none");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_followed_without_cookies_credentials_or_traces(int status)
    {
        await using var host =
            new RawHttpServer(path => path == "/end?a=%2F" ? RawHttpServer.Ok("content") : RawHttpServer.Redirect("/end?a=%2F", status));
        using var activity = new System.Diagnostics.Activity("a trace of ours").Start();
        using var response = await Client("127.0.0.1").GetAsync(host.Url("/"), new RangeHeaderValue(2, 5), TestContext.Current.CancellationToken);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("content");
        host.Requests.ShouldAllBe(request => request.Contains("Range: bytes=2-5", StringComparison.Ordinal));
        string[] headers = ["Host", "Range", "User-Agent"];
        host.Requests.ShouldAllBe(
            request => request.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).All(line => headers.Contains(line.Split(':')[0])));
        host.Requests[1].ShouldStartWith("GET /end?a=%2F HTTP/1.1");
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task At_most_five_redirects_are_followed(int redirects, bool followed)
    {
        await using var host = new RawHttpServer(path => int.Parse(path[1..], System.Globalization.CultureInfo.InvariantCulture) is > 0 and var left
            ? RawHttpServer.Redirect($"/{left - 1}")
            : RawHttpServer.Ok("content"));
        var asked = Client("127.0.0.1").GetAsync(host.Url($"/{redirects}"), null, TestContext.Current.CancellationToken);

        if (followed)
            (await asked).StatusCode.ShouldBe(HttpStatusCode.OK);
        else
            await Assert.ThrowsAsync<HttpRequestException>(() => asked);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_given_up()
    {
        await using var host = new RawHttpServer(_ => null);

        await Assert.ThrowsAsync<TimeoutException>(
            () => Client(TimeSpan.FromMilliseconds(300), "127.0.0.1").GetAsync(host.Url("/"), null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up()
    {
        await using var host = new RawHttpServer(_ => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
        using var response = await Client("127.0.0.1").GetAsync(host.Url("/stall"), null, TestContext.Current.CancellationToken);
        using var body = new MemoryStream();

        await Assert.ThrowsAsync<TimeoutException>(
            () => response.Content.CopyWithinAsync(body, 1000, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        body.Length.ShouldBe(5);
    }

    [Fact]
    public async Task The_reader_of_the_body_may_be_slower_than_the_timeout_for_its_parts()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok(new string('x', 100_000)));
        using var response = await Client("127.0.0.1").GetAsync(host.Url("/"), null, TestContext.Current.CancellationToken);
        await using var slow = new SlowStream();

        (await response.Content.CopyWithinAsync(slow, 1_000_000, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)).ShouldBe(100_000);
    }

    [Theory]
    [InlineData("12345", "Content-Length: 5", 5L)]
    [InlineData("123456", "Content-Length: 6", null)]
    [InlineData("123456", "Connection: close", null)]
    [InlineData("", "Content-Length: 0", 0L)]
    public async Task A_body_is_read_up_to_the_limit_whatever_its_headers_say(string body, string header, long? read)
    {
        await using var host = new RawHttpServer(_ => $"HTTP/1.1 200 OK\r\n{header}\r\n\r\n{body}");
        using var response = await Client("127.0.0.1").GetAsync(host.Url("/"), null, TestContext.Current.CancellationToken);
        using var taken = new MemoryStream();

        (await response.Content.CopyWithinAsync(taken, 5, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe(read);
    }

    /// <summary>What a name leads to is decided once: only addresses that were checked are connected to.</summary>
    [Theory]
    [InlineData("example.com", new[] { "93.184.216.34" }, new[] { "93.184.216.34" })]
    [InlineData("example.com", new[] { "10.0.0.1", "93.184.216.34", "::1" }, new[] { "93.184.216.34" })]
    [InlineData("example.com", new[] { "10.0.0.1", "127.0.0.1" }, null)]
    [InlineData("intern.example.com", new[] { "10.0.0.1", "127.0.0.1" }, new[] { "10.0.0.1", "127.0.0.1" })]
    [InlineData("INTERN.example.com", new[] { "10.0.0.1" }, new[] { "10.0.0.1" })]
    [InlineData("other.example.com", new[] { "10.7.0.1" }, new[] { "10.7.0.1" })]
    public void Of_the_addresses_behind_a_name_only_those_allowed_are_connected_to(string host, string[] found, string[]? allowed)
    {
        var rules = new NetworkRules(new NetworkOptions { AllowedPrivateHosts = ["intern.example.com", "10.7.0.0/16"] }.AsOptions());
        IPAddress[] addresses = [.. found.Select(IPAddress.Parse)];

        if (allowed is null)
            Assert.Throws<ForbiddenAddressException>(() => SsrfGuard.GetAllowed(rules, host, addresses));
        else
            SsrfGuard.GetAllowed(rules, host, addresses).ShouldBe(allowed.Select(IPAddress.Parse));
    }

    private static async Task<string> RefusedAsync(UntrustedHttpClient client, string url) =>
        (await Assert.ThrowsAsync<ForbiddenAddressException>(() => client.GetAsync(url, null, TestContext.Current.CancellationToken))).Message;

    private static UntrustedHttpClient Client(params string[] allowed) => Client(TimeSpan.FromSeconds(10), allowed);

    private static UntrustedHttpClient Client(TimeSpan timeout, params string[] allowed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var settings =
            TestSettings.Read([$"Delivery:RequestTimeout={timeout:c}", .. allowed.Select((host, i) => $"Network:AllowedPrivateHosts:{i}={host}")]);
        builder.Services.AddSettingsOptions(settings.Configuration.Root);
        builder.AddNetwork(settings.Settings);
        builder.Services.AddSingleton(new BridgeClock(TimeProvider.System));
        return builder.Services.BuildServiceProvider().GetRequiredService<UntrustedHttpClient>();
    }

    /// <summary>Takes its time for the first piece.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private bool _begun;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_begun)
                await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System, cancellationToken);
            _begun = true;
        }
    }
}
