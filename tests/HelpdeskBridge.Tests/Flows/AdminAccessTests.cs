using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Who gets into the admin API.</summary>
public sealed class AdminAccessTests(AdminAccessTests.Keyless keyless, AdminAccessTests.Keyed keyed)
    : IClassFixture<AdminAccessTests.Keyless>, IClassFixture<AdminAccessTests.Keyed>
{
    [Theory]
    [InlineData("GET", "/admin")]
    [InlineData("GET", "/admin/")]
    [InlineData("POST", "/admin/login")]
    [InlineData("GET", "/admin/api")]
    [InlineData("GET", "/admin/api/status")]
    [InlineData("POST", "/admin/api/status")]
    [InlineData("GET", "/admin/api/conversations")]
    [InlineData("GET", "/admin/api/conversations/x")]
    [InlineData("GET", "/admin/api/dead-letters")]
    [InlineData("DELETE", "/admin/api/dead-letters")]
    [InlineData("POST", "/admin/api/dead-letters/x/retry")]
    [InlineData("GET", "/admin/api/dead-letters/x/retry")]
    [InlineData("POST", "/admin/api/dead-letters/x/discard")]
    public async Task Without_a_key_in_the_settings_there_is_nothing(string method, string path)
    {
        foreach (var authorization in new[] { null, "Bearer ", $"Bearer {AdminApi.Key}" })
        {
            using var response = await keyless.Bridge.CallAdminAsync(path, authorization, new HttpMethod(method));
            ((int)response.StatusCode).ShouldBe(404);
            response.Headers.Contains("WWW-Authenticate").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData($"Basic {AdminApi.Key}")]
    [InlineData(AdminApi.Key)]
    [InlineData($"Bearer {AdminApi.Key}x")]
    [InlineData("Bearer THE-ADMIN-KEY-OF-THE-FLOW-TESTS")]
    public async Task A_wrong_or_missing_key_is_401(string? authorization)
    {
        using var response = await keyed.Bridge.CallAdminAsync("/admin/api/status", authorization);

        ((int)response.StatusCode).ShouldBe(401);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        // Failures within a minute are counted together.
        keyed.Bridge.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData($"Bearer {AdminApi.Key}")]
    [InlineData($"bearer {AdminApi.Key}")]
    [InlineData($"Bearer  {AdminApi.Key} ")]
    public async Task The_key_opens(string authorization)
    {
        using var response = await keyed.Bridge.CallAdminAsync("/admin/api/status", authorization);

        ((int)response.StatusCode).ShouldBe(200);
        response.Headers.CacheControl!.ToString().ShouldBe("no-store");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task After_five_failures_in_a_minute_nobody_gets_in_until_it_is_over()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        for (var failure = 1; failure <= 5; failure++)
        {
            (await StatusAsync(bridge, "Bearer wrong")).ShouldBe(401);
            bridge.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        (await StatusAsync(bridge, "Bearer wrong")).ShouldBe(429);
        (await StatusAsync(bridge)).ShouldBe(429);
        bridge.Clock.Advance(TimeSpan.FromSeconds(34));
        (await StatusAsync(bridge)).ShouldBe(429);

        // A minute after the first failure; what was refused with 429 doesn't count.
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        (await StatusAsync(bridge)).ShouldBe(200);
        (await StatusAsync(bridge, "Bearer wrong")).ShouldBe(401);
        (await StatusAsync(bridge)).ShouldBe(429);
    }

    [Fact]
    public async Task Four_failures_slow_nobody_down()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        for (var failure = 1; failure <= 4; failure++)
            (await StatusAsync(bridge, "Bearer wrong")).ShouldBe(401);

        for (var call = 1; call <= 10; call++)
            (await StatusAsync(bridge)).ShouldBe(200);
    }

    private static async Task<int> StatusAsync(BridgeFixture bridge, string authorization = $"Bearer {AdminApi.Key}")
    {
        using var response = await bridge.CallAdminAsync("/admin/api/status", authorization);
        return (int)response.StatusCode;
    }

    public sealed class Keyless : SharedFixture
    {
        private protected override Task<BridgeFixture> StartAsync() => BridgeFixture.StartAsync();
    }

    public sealed class Keyed : SharedFixture
    {
        private protected override Task<BridgeFixture> StartAsync() => BridgeFixture.StartAsync(AdminApi.Setting);
    }
}
