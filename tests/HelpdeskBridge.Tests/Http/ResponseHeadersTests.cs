using System.Net;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Http;

/// <summary>The headers of every answer, the Host headers that are accepted, and broken requests.</summary>
public sealed class ResponseHeadersTests(ResponseHeadersTests.Fixture fixture) : IClassFixture<ResponseHeadersTests.Fixture>
{
    private const string Call = $"/operator/shop/{BridgeApp.Key}/closeChat";

    [Theory]
    [InlineData("POST", Call, 200)]
    [InlineData("POST", $"/operator/shop/{BridgeApp.Key}/sendText", 400)]
    [InlineData("POST", "/operator/shop/wrong-key/sendText", 404)]
    [InlineData("GET", Call, 405)]
    [InlineData("TRACE", Call, 405)]
    [InlineData("BREW", Call, 405)]
    [InlineData("POST", "/helpdesk/main/webhook", 401)]
    [InlineData("POST", "/helpdesk/other/webhook", 404)]
    [InlineData("GET", "/files/forged/a.png", 404)]
    [InlineData("GET", "/admin/api/status", 401)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("HEAD", "/health/ready", 200)]
    [InlineData("POST", "/health/ready", 405)]
    [InlineData("DELETE", "/metrics", 405)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/%2e%2e/%2e%2e/etc/passwd", 404)]
    [InlineData("GET", "/files//a/%2500", 404)]
    [InlineData("POST", $"/operator//shop/{BridgeApp.Key}/close%2543hat", 404)]
    public async Task No_answer_is_sniffed_kept_framed_run_or_names_its_server(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(fixture.Bridge.App.Url, path));
        if (method == "POST")
            request.Content = new StringContent("""{"userId":"u1"}""");
        using var response = await fixture.Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status);
        Only(response, "X-Content-Type-Options").ShouldBe("nosniff");
        Only(response, "Referrer-Policy").ShouldBe("no-referrer");
        Only(response, "Content-Security-Policy").ShouldStartWith("default-src 'none'");
        if (!path.StartsWith("/files", StringComparison.Ordinal))
            Only(response, "X-Frame-Options").ShouldBe("DENY");
        response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.Contains("X-Powered-By").ShouldBeFalse();
        if (status >= 400 && method != "HEAD")
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        if (status == 405)
            response.Content.Headers.Allow.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("bridge.example.com", 200)]
    [InlineData("BRIDGE.example.com:8443", 200)]
    [InlineData("localhost", 200)]
    [InlineData("bridge", 200)]
    [InlineData("127.0.0.1:5085", 200)]
    [InlineData("10.1.2.3", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("evil.example", 400)]
    [InlineData("bridge.example.com.evil.example", 400)]
    [InlineData("127.0.0.1.evil.example", 400)]
    [InlineData("evil.localhost", 400)]
    public async Task It_answers_to_its_own_name_and_to_those_that_nobody_can_own(string host, int status)
    {
        string[] paths = [Call, "/helpdesk/main/webhook", "/files/forged/a.png", "/admin/api/status"];
        string[] probes = ["/health/live", "/metrics"];
        foreach (var (path, isProbe) in paths.Select(path => (path, false)).Concat(probes.Select(path => (path, true))))
        {
            using var request = new HttpRequestMessage(path == Call ? HttpMethod.Post : HttpMethod.Get, new Uri(fixture.Bridge.App.Url, path));
            request.Headers.Host = host;
            if (path == Call)
                request.Content = new StringContent("""{"userId":"u1"}""");
            using var response = await fixture.Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);

            (response.StatusCode == HttpStatusCode.BadRequest).ShouldBe(status == 400 && !isProbe, $"{path} for {host}");
            if (response.StatusCode == HttpStatusCode.BadRequest)
                (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("AllowedHosts");
        }

        // The 401 of /admin/api/status count as failed attempts for a minute.
        fixture.Bridge.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Hosts_that_are_set_are_the_only_ones()
    {
        await using var bridge = await BridgeFixture.StartAsync(("AllowedHosts", "support.example.com"));
        foreach (var (host, status) in new[] { ("support.example.com", 200), ("bridge.example.com", 400), ("localhost", 400) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, "/health/live"));
            request.Headers.Host = host;
            ((int)(await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(status, host);
        }
    }

    [Theory]
    [InlineData("loca~host")]
    [InlineData("a..b")]
    [InlineData("a$b")]
    [InlineData("a_b(c)")]
    [InlineData("localhost:99999")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    [InlineData("xn--")]
    [InlineData("xn--e1afmkfd.012345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_host_that_no_address_can_have_is_refused(string host)
    {
        foreach (var path in new[] { "/admin", "/nowhere", Call })
        {
            var answer = await RawCall.SendAsync(
                fixture.Bridge.App.Url, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

            RawCall.GetStatus(answer).ShouldBe(400, $"{path} for {host}");
        }
    }

    /// <summary>The framework throws when it reads such a host. Probes may use any, and the header HSTS depends on it.</summary>
    [Theory]
    [InlineData("/health/live", "xn--", 200, false)]
    [InlineData("/admin", "xn--", 400, false)]
    [InlineData("/admin", "bridge.example.com", 200, true)]
    public async Task A_host_that_can_not_be_read_breaks_nothing_behind_a_proxy_with_TLS(string path, string host, int status, bool isAskedForTls)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Network:TrustedProxies:0", "127.0.0.1"));
        var answer = await RawCall.SendAsync(
            bridge.App.Url,
            $"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");

        RawCall.GetStatus(answer).ShouldBe(status);
        if (isAskedForTls)
            answer.ShouldContain("Strict-Transport-Security: ");
    }

    [Fact]
    public async Task A_call_without_a_host_is_for_this_one()
    {
        var answer = await RawCall.SendAsync(fixture.Bridge.App.Url, "GET /admin HTTP/1.0\r\n\r\n");

        RawCall.GetStatus(answer).ShouldBe(200);
    }

    [Theory]
    [InlineData("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("POST /operator HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + "0\r\n\r\n")]
    [InlineData("POST /operator HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("POST /operator HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData($"POST {Call} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffffffff\r\na\r\n0\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /\u00ff HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n")]
    public async Task Broken_HTTP_is_refused_without_a_fault_of_ours(string request)
    {
        var answer = await RawCall.SendAsync(fixture.Bridge.App.Url, request);

        RawCall.GetStatus(answer).ShouldBeOneOf(400, 404, 405, 505);
        answer.ShouldNotContain("Server:");
        answer.ShouldNotContain("Exception");
    }

    private static string Only(HttpResponseMessage response, string header) => response.Headers.GetValues(header).ShouldHaveSingleItem();

    public sealed class Fixture : SharedFixture
    {
        private protected override Task<BridgeFixture> StartAsync() => BridgeFixture.StartAsync(AdminApi.Setting);
    }
}
