using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Connections break before, while and after the other side takes something: it arrives once all the same.</summary>
public sealed class BrokenConnectionTests
{
    private static readonly (string Key, string? Value) Timeout = ("Delivery:RequestTimeout", "00:00:03");

    [Theory]
    [InlineData(nameof(ProxyFault.ResetUnread))]
    [InlineData(nameof(ProxyFault.ResetRead))]
    [InlineData(nameof(ProxyFault.HangRead))]
    [InlineData(nameof(ProxyFault.ResetAnswered))]
    [InlineData(nameof(ProxyFault.CutAnswer))]
    [InlineData(nameof(ProxyFault.HangAnswered))]
    public async Task A_ticket_is_opened_once_and_a_comment_written_once(string fault)
    {
        await using var proxy = new FaultyProxy();
        await using var bridge = await BridgeFixture.StartAsync(Timeout, ("Helpdesks:main:BaseUrl", proxy.Url.ToString()));
        proxy.Target = bridge.Zendesk.Url;
        TellsWhatItTook(bridge);

        // The token, the user, then the ticket.
        proxy.Break(ProxyFault.None, ProxyFault.None, Enum.Parse<ProxyFault>(fault));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        proxy.HasBroken.ShouldBeTrue();
        bridge.Zendesk.Written.ShouldBe(["Hello"]);

        // A ticket whose answer was lost is read when it is found; that is not to take the break meant for the comment.
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Unknown") == 0 || bridge.Log.Readings(ZendeskStub.FirstTicket) > 0);

        proxy.Break(Enum.Parse<ProxyFault>(fault));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.SendTextAsync("And more");
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);
        bridge.Zendesk.Written.Select(text => text!.Split("] ")[^1]).ShouldBe(["Hello", "More", "And more"]);
        proxy.HasBroken.ShouldBeTrue();
        (bridge.Log.Outcomes("ClientText", "Unknown") + bridge.Log.Outcomes("ClientText", "Retry")).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(nameof(ProxyFault.ResetUnread), false)]
    [InlineData(nameof(ProxyFault.ResetRead), false)]
    [InlineData(nameof(ProxyFault.HangRead), false)]
    [InlineData(nameof(ProxyFault.ResetAnswered), true)]
    [InlineData(nameof(ProxyFault.CutAnswer), true)]
    [InlineData(nameof(ProxyFault.HangAnswered), true)]
    public async Task An_event_goes_again_with_its_id_and_before_the_next(string fault, bool wasTaken)
    {
        await using var proxy = new FaultyProxy();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Timeout);
        proxy.Target = bridge.Jaicp.Url;
        await bridge.SetWebhookAsync(new Uri(proxy.Url, new Uri(bridge.Jaicp.WebhookUrl).AbsolutePath).ToString());
        proxy.Break(Enum.Parse<ProxyFault>(fault));
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        bridge.Jaicp.EventSummaries
            .ShouldBe(wasTaken ? ["TextMessage one", "TextMessage one", "TextMessage two"] : ["TextMessage one", "TextMessage two"]);
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_webhook_whose_certificate_nobody_trusts_is_sent_nothing()
    {
        await using var proxy = new FaultyProxy(secure: true);
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        proxy.Target = bridge.Jaicp.Url;
        await bridge.SetWebhookAsync(new Uri(proxy.Url, new Uri(bridge.Jaicp.WebhookUrl).AbsolutePath).ToString());
        await bridge.AnswerAsync("Hi");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        proxy.Connections.ShouldBeGreaterThan(0);
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();

        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task A_webhook_whose_name_leads_nowhere_makes_events_wait()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Bridge:AllowedJaicpHosts:0", "jaicp.invalid"));
        await bridge.SetWebhookAsync("https://jaicp.invalid/webhook");
        await bridge.AnswerAsync("Hi");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);

        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Theory]
    [InlineData(true, "SecureConnectionError")]
    [InlineData(false, "NameResolutionError")]
    public async Task What_could_not_be_sent_for_a_certificate_or_a_name_goes_once_when_the_address_is_right(bool untrusted, string reason)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;
        try
        {
            (string, string?)[] settings =
            [
                ("Storage:ConnectionString", $"Data Source={Path.Combine(folder, "bridge.db")}"),
                ("Helpdesks:main:OAuth:ClientId", null), ("Helpdesks:main:OAuth:ClientSecret", null),
                ("Helpdesks:main:ApiToken:Email", "bridge@example.com"), ("Helpdesks:main:ApiToken:Token", "an-api-token-of-the-tests"),
            ];
            await using (var proxy = new FaultyProxy(secure: true))
            await using (var wrong = await BridgeFixture.StartAsync(
                [.. settings, ("Helpdesks:main:BaseUrl", untrusted ? proxy.Url.ToString() : "https://acme.invalid")]))
            {
                proxy.Target = wrong.Zendesk.Url;
                await wrong.SendTextAsync("Hello");
                await wrong.UntilAsync(() => wrong.Log.Outcomes("OpenTicket", "Retry") >= 1);

                // Once, so that no third attempt is under way when the service ends: it would be looked up.
                wrong.Clock.Advance(TimeSpan.FromSeconds(15));
                await wrong.UntilAsync(() => wrong.Log.Outcomes("OpenTicket", "Retry") >= 2);
                wrong.Log.Outcomes("OpenTicket", "Unknown").ShouldBe(0, "nothing was on the wire");
                wrong.Log.Lines.ShouldContain(line => line.Contains(reason, StringComparison.Ordinal));
                wrong.Zendesk.Calls.ShouldBeEmpty();
            }

            await using var right = await BridgeFixture.OnFilledStoreAsync(zendesk => zendesk.AcceptsTickets(), settings);
            await right.DeliveredAsync("OpenTicket", stepSeconds: 1);
            right.Zendesk.Written.ShouldBe(["Hello"]);
            right.Zendesk.Lookups.Calls.ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Tickets and comments that it took are found in it.</summary>
    private static void TellsWhatItTook(BridgeFixture bridge)
    {
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Lookups.Usually(_ => Answer.Ok(new JsonObject
        {
            ["tickets"] = new JsonArray([.. bridge.Zendesk.NewTickets.Calls.Select((call, i) =>
                new JsonObject { ["id"] = ZendeskStub.FirstTicket + i, ["external_id"] = (string)call.Ticket["external_id"]!, ["status"] = "new" })]),
        }.ToJsonString()));
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(bridge.Zendesk.Updates.Calls.Select((call, i) => ZendeskStub.Comment(
            8100 + i, (string)call.Ticket["comment"]!["body"]!, ZendeskStub.FirstUser,
            marker: (string)call.Ticket["metadata"]!["helpdesk_bridge"]!)))));
    }
}
