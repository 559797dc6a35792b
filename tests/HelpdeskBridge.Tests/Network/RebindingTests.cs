using System.Net;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Network;

/// <summary>
/// Names that lead where they must not, through the running service, with a listener on 127.0.0.2 that must never be contacted. 127.0.0.1
/// is allowed, as this test needs it.
/// </summary>
public sealed class RebindingTests
{
    private static readonly IPAddress Secret = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Public =
        IPAddress.Parse("192.0.0.9"); // Refused as well, but not the listener; nobody dials outside from a test.

    /// <summary>A name that is a public one at first and a private one afterwards, or both at once.</summary>
    [Theory]
    [InlineData("always private")]
    [InlineData("public once, private from then on")]
    [InlineData("both at once")]
    [InlineData("an IPv4 address inside an IPv6 one")]
    public async Task A_clients_file_is_not_fetched_where_its_name_leads_inside(string how)
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"), Secret);
        var (resolved, asked) = (Names(how), 0);
        await using var bridge = await BridgeFixture.WithNamesAsync(
            (host, _) => Task.FromResult(host == "files.rebind.example" ? resolved(asked++) : Dns.GetHostAddresses(host)));
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendFileAsync($"https://files.rebind.example:{secret.Port}/a.png", "a.png");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        asked.ShouldBeGreaterThan(0);
        secret.Connections.ShouldBe(0);
        bridge.Zendesk.Uploads.Calls.ShouldBeEmpty();
        bridge.Zendesk.NewTickets.Calls.Concat(bridge.Zendesk.Updates.Calls)
            .ShouldContain(call => call.Body.Contains("a.png", StringComparison.Ordinal));
    }

    /// <summary>JAICP's own name, in somebody else's hands: events wait, and the alarm is there.</summary>
    [Fact]
    public async Task JAICPs_webhook_is_not_called_where_its_name_leads_inside()
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("{}"), Secret);
        var asked = 0;
        await using var bridge = await BridgeFixture.WithNamesAsync((host, _) =>
        {
            asked += host == "bot.jaicp.com" ? 1 : 0;
            return Task.FromResult(host == "bot.jaicp.com" ? [Secret] : Dns.GetHostAddresses(host));
        });
        bridge.Zendesk.AcceptsTickets();
        await bridge.SetWebhookAsync($"https://bot.jaicp.com:{secret.Port}/hook");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        await bridge.AnswerAsync("An answer");
        await bridge.UntilAsync(() => asked > 0
            && bridge.Log.Lines.Any(line => line.Contains("\"AgentText\" of conversation", StringComparison.Ordinal)), stepSeconds: 1);

        secret.Connections.ShouldBe(0);
        bridge.Log.DeadLetters("AgentText").ShouldBe(0);
        using var ready = await bridge.App.Http.GetAsync(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        (await ready.TextAsync()).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain("ToJaicp shop can't be reached or used");
    }

    [Fact]
    public async Task An_agents_file_is_not_fetched_where_a_redirect_and_a_name_lead_inside()
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("secret"), Secret);
        await using var bridge = await BridgeFixture.WithNamesAsync(
            (host, _) => Task.FromResult(host == "storage.rebind.example" ? [Secret] : Dns.GetHostAddresses(host)));
        bridge.Zendesk.AcceptsTickets();
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        bridge.Zendesk.Attachments.Usually(Answer.Redirect(new Uri($"https://storage.rebind.example:{secret.Port}/signed")));
        using var answer = await bridge.FetchAsync(await bridge.LinkAsync(bridge.AttachmentUrl()));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        secret.Connections.ShouldBe(0);
        bridge.Zendesk.Attachments.Calls.ShouldAllBe(call => call.Header("Authorization") != null);
    }

    /// <summary>The listener does hear whoever is let through.</summary>
    [Fact]
    public async Task What_is_allowed_is_contacted()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"), Secret);
        await using var bridge = await BridgeFixture.WithNamesAsync(
            (name, _) => Task.FromResult(name == "files.intern.example" ? [Secret] : Dns.GetHostAddresses(name)),
            ("Network:AllowedPrivateHosts:1", "files.intern.example"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        await bridge.SendFileAsync($"http://files.intern.example:{host.Port}/a.png", "a.png");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        host.Requests.ShouldHaveSingleItem().ShouldContain($"Host: files.intern.example:{host.Port}");
        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(1);
    }

    private static Func<int, IPAddress[]> Names(string how) => how switch
    {
        "always private" => _ => [Secret],
        "public once, private from then on" => time => [time == 0 ? Public : Secret],
        "both at once" => _ => [Secret, Public, IPAddress.IPv6Loopback],
        _ => _ => [Secret.MapToIPv6()],
    };
}
