using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Network;

/// <summary>
/// Names that lead where they must not, through the running service, with a listener on 127.0.0.2 that must never be contacted. 127.0.0.1
/// is allowed, as the test rig that it is.
/// </summary>
public sealed class RebindingTests
{
    private static readonly IPAddress Secret = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Public = IPAddress.Parse("192.0.0.9"); // Refused as well, but not the listener; nobody dials outside from a test.

    /// <summary>A name that is a public one at first and a private one afterwards, or both at once.</summary>
    [Theory]
    [InlineData("always private")]
    [InlineData("public once, private from then on")]
    [InlineData("both at once")]
    [InlineData("an IPv4 address inside an IPv6 one")]
    public async Task A_clients_file_is_not_fetched_where_its_name_leads_inside(string how)
    {
        await using var secret = new FileHost(_ => FileHost.Ok("secret"), Secret);
        var (resolved, asked) = (Names(how), 0);
        await using var rig = await BridgeRig.WithNamesAsync((host, _) => Task.FromResult(host == "files.rebind.example" ? resolved(asked++) : Dns.GetHostAddresses(host)));
        rig.Zendesk.AcceptsTickets();
        await rig.SendFileAsync($"https://files.rebind.example:{secret.Port}/a.png", "a.png");
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);

        asked.ShouldBeGreaterThan(0);
        secret.Connections.ShouldBe(0);
        rig.Zendesk.Uploads.Calls.ShouldBeEmpty();
        rig.Zendesk.NewTickets.Calls.Concat(rig.Zendesk.Updates.Calls).ShouldContain(call => call.Body.Contains("a.png", StringComparison.Ordinal));
    }

    /// <summary>JAICP's own name, in somebody else's hands: events wait, and the alarm is there.</summary>
    [Fact]
    public async Task JAICPs_webhook_is_not_called_where_its_name_leads_inside()
    {
        await using var secret = new FileHost(_ => FileHost.Ok("{}"), Secret);
        var asked = 0;
        await using var rig = await BridgeRig.WithNamesAsync((host, _) =>
        {
            asked += host == "bot.jaicp.com" ? 1 : 0;
            return Task.FromResult(host == "bot.jaicp.com" ? [Secret] : Dns.GetHostAddresses(host));
        });
        rig.Zendesk.AcceptsTickets();
        await rig.SetWebhookAsync($"https://bot.jaicp.com:{secret.Port}/hook");
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);
        await rig.AnswerAsync("An answer");
        await rig.UntilAsync(() => asked > 0 && rig.Log.Lines.Any(line => line.Contains("\"AgentText\" of conversation", StringComparison.Ordinal)), stepSeconds: 1);

        secret.Connections.ShouldBe(0);
        rig.Log.Dead("AgentText").ShouldBe(0);
        using var ready = await rig.App.Http.GetAsync(new Uri(rig.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        (await ready.TextAsync()).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain("ToJaicp shop can't be reached or used");
    }

    [Fact]
    public async Task An_agents_file_is_not_fetched_where_a_redirect_and_a_name_lead_inside()
    {
        await using var secret = new FileHost(_ => FileHost.Ok("secret"), Secret);
        await using var rig = await BridgeRig.WithNamesAsync((host, _) => Task.FromResult(host == "storage.rebind.example" ? [Secret] : Dns.GetHostAddresses(host)));
        rig.Zendesk.AcceptsTickets();
        rig.Jaicp.TakesEvents();
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);
        rig.Zendesk.Attachments.Usually(Answer.Redirect(new Uri($"https://storage.rebind.example:{secret.Port}/signed")));
        using var answer = await rig.FetchAsync(await rig.LinkAsync(rig.AttachmentUrl()));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        secret.Connections.ShouldBe(0);
        rig.Zendesk.Attachments.Calls.ShouldAllBe(call => call.Header("Authorization") != null);
    }

    /// <summary>The listener does hear whoever is let through.</summary>
    [Fact]
    public async Task What_is_allowed_is_contacted()
    {
        await using var host = new FileHost(_ => FileHost.Ok("content"), Secret);
        await using var rig = await BridgeRig.WithNamesAsync(
            (name, _) => Task.FromResult(name == "files.intern.example" ? [Secret] : Dns.GetHostAddresses(name)), ("Network:AllowedPrivateHosts:1", "files.intern.example"));
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.TakesUploads();
        await rig.SendFileAsync($"http://files.intern.example:{host.Port}/a.png", "a.png");
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);

        host.Requests.ShouldHaveSingleItem().ShouldContain($"Host: files.intern.example:{host.Port}");
        rig.Zendesk.Uploads.Calls.Count.ShouldBe(1);
    }

    private static Func<int, IPAddress[]> Names(string how) => how switch
    {
        "always private" => _ => [Secret],
        "public once, private from then on" => time => [time == 0 ? Public : Secret],
        "both at once" => _ => [Secret, Public, IPAddress.IPv6Loopback],
        _ => _ => [Secret.MapToIPv6()],
    };
}
