using System.Net;
using HelpdeskBridge.Http;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Http;

/// <summary>The address under which a caller is counted.</summary>
public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void An_IPv6_network_is_one_caller(string address, string expected) => CallerAddress.Get(IPAddress.Parse(address)).ShouldBe(expected);

    [Fact]
    public async Task Nobody_is_believed_who_he_says_he_is()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);

        (await GuessAsync(bridge, failure => $"203.0.113.{failure}")).ShouldBe([401, 401, 401, 401, 401, 429]);
    }

    [Fact]
    public async Task A_trusted_proxy_is_believed()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Network:TrustedProxies:0", "127.0.0.0/8"));

        (await GuessAsync(bridge, failure => $"203.0.113.{failure}")).ShouldBe([401, 401, 401, 401, 401, 401]);
        (await GuessAsync(bridge, failure => "203.0.113.99")).ShouldBe([401, 401, 401, 401, 401, 429]);
    }

    [Fact]
    public async Task Of_a_chain_only_the_trusted_end_is_believed()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            AdminApi.Setting, ("Network:TrustedProxies:0", "127.0.0.1"), ("Network:TrustedProxies:1", "10.0.0.0/8"));

        // Everything before the first address that isn't trusted was written by the caller itself.
        (await GuessAsync(bridge, failure => $"203.0.113.{failure}, 198.51.100.1, 10.0.0.5")).ShouldBe([401, 401, 401, 401, 401, 429]);
    }

    [Fact]
    public async Task A_proxy_that_is_not_trusted_is_not_believed()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Network:TrustedProxies:0", "10.0.0.1"));

        (await GuessAsync(bridge, failure => $"203.0.113.{failure}")).ShouldBe([401, 401, 401, 401, 401, 429]);
    }

    private static async Task<List<int>> GuessAsync(BridgeFixture bridge, Func<int, string> forwardedFor)
    {
        var answers = new List<int>();
        for (var failure = 1; failure <= 6; failure++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, "/admin/api/status"));
            request.Headers.Add("X-Forwarded-For", forwardedFor(failure));
            request.Headers.Add("Authorization", "Bearer wrong");
            using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add((int)response.StatusCode);
        }

        return answers;
    }
}
