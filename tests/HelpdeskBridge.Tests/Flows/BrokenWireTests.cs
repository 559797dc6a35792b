using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Connections break before, while and after the other side takes something: it arrives once all the same.</summary>
public sealed class BrokenWireTests
{
    private static readonly (string Key, string? Value) Timeout = ("Delivery:RequestTimeout", "00:00:00.700");

    [Theory]
    [InlineData(nameof(WireFault.ResetUnread))]
    [InlineData(nameof(WireFault.ResetRead))]
    [InlineData(nameof(WireFault.HangRead))]
    [InlineData(nameof(WireFault.ResetAnswered))]
    [InlineData(nameof(WireFault.CutAnswer))]
    [InlineData(nameof(WireFault.HangAnswered))]
    public async Task A_ticket_is_opened_once_and_a_comment_written_once(string fault)
    {
        await using var wire = new Wire();
        await using var rig = await BridgeRig.StartAsync(Timeout, ("Helpdesks:main:BaseUrl", wire.Url.ToString()));
        wire.Target = rig.Zendesk.Url;
        TellsWhatItTook(rig);

        // The token, the user, then the ticket.
        wire.Break(WireFault.None, WireFault.None, Enum.Parse<WireFault>(fault));
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket", stepSeconds: 1);
        wire.HasBroken.ShouldBeTrue();
        rig.Zendesk.Written.ShouldBe(["Hello"]);

        // A ticket whose answer was lost is read when it is found; that is not to take the break meant for the comment.
        await rig.UntilAsync(() => rig.Log.Outcomes("OpenTicket", "Unknown") == 0 || rig.Log.Readings(ZendeskStub.FirstTicket) > 0);

        wire.Break(Enum.Parse<WireFault>(fault));
        await rig.SayAsync("More");
        await rig.DeliveredAsync("ClientText", stepSeconds: 1);
        await rig.SayAsync("And more");
        await rig.DeliveredAsync("ClientText", 2, stepSeconds: 1);
        rig.Zendesk.Written.Select(text => text!.Split("] ")[^1]).ShouldBe(["Hello", "More", "And more"]);
        wire.HasBroken.ShouldBeTrue();
        (rig.Log.Outcomes("ClientText", "Unknown") + rig.Log.Outcomes("ClientText", "Retry")).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(nameof(WireFault.ResetUnread), false)]
    [InlineData(nameof(WireFault.ResetRead), false)]
    [InlineData(nameof(WireFault.HangRead), false)]
    [InlineData(nameof(WireFault.ResetAnswered), true)]
    [InlineData(nameof(WireFault.CutAnswer), true)]
    [InlineData(nameof(WireFault.HangAnswered), true)]
    public async Task An_event_goes_again_with_its_id_and_before_the_next(string fault, bool wasTaken)
    {
        await using var wire = new Wire();
        await using var rig = await BridgeRig.WithOpenChatAsync(Timeout);
        wire.Target = rig.Jaicp.Url;
        await rig.SetWebhookAsync(new Uri(wire.Url, new Uri(rig.Jaicp.WebhookUrl).AbsolutePath).ToString());
        wire.Break(Enum.Parse<WireFault>(fault));
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        rig.Jaicp.Told.ShouldBe(wasTaken ? ["TextMessage one", "TextMessage one", "TextMessage two"] : ["TextMessage one", "TextMessage two"]);
        rig.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_webhook_whose_certificate_nobody_trusts_is_sent_nothing()
    {
        await using var wire = new Wire(secure: true);
        await using var rig = await BridgeRig.WithOpenChatAsync();
        wire.Target = rig.Jaicp.Url;
        await rig.SetWebhookAsync(new Uri(wire.Url, new Uri(rig.Jaicp.WebhookUrl).AbsolutePath).ToString());
        await rig.AnswerAsync("Hi");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);
        wire.Connections.ShouldBeGreaterThan(0);
        rig.Jaicp.Told.ShouldBeEmpty();

        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task A_webhook_whose_name_leads_nowhere_makes_events_wait()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Bridge:AllowedJaicpHosts:0", "jaicp.invalid"));
        await rig.SetWebhookAsync("https://jaicp.invalid/webhook");
        await rig.AnswerAsync("Hi");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);

        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
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
            await using (var wire = new Wire(secure: true))
            await using (var wrong = await BridgeRig.StartAsync([.. settings, ("Helpdesks:main:BaseUrl", untrusted ? wire.Url.ToString() : "https://acme.invalid")]))
            {
                wire.Target = wrong.Zendesk.Url;
                await wrong.SayAsync("Hello");
                await wrong.UntilAsync(() => wrong.Log.Outcomes("OpenTicket", "Retry") == 2, stepSeconds: 1);
                wrong.Log.Outcomes("OpenTicket", "Unknown").ShouldBe(0, "nothing was on the wire");
                wrong.Log.Lines.ShouldContain(line => line.Contains(reason, StringComparison.Ordinal));
                wrong.Zendesk.Calls.ShouldBeEmpty();
            }

            await using var right = await BridgeRig.StartAsync(settings);
            right.Zendesk.AcceptsTickets();
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
    private static void TellsWhatItTook(BridgeRig rig)
    {
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.TicketIs("open");
        rig.Zendesk.Lookups.Usually(_ => Answer.Ok(new JsonObject
        {
            ["tickets"] = new JsonArray([.. rig.Zendesk.NewTickets.Calls.Select((call, i) =>
                new JsonObject { ["id"] = ZendeskStub.FirstTicket + i, ["external_id"] = (string)call.Ticket["external_id"]!, ["status"] = "new" })]),
        }.ToJsonString()));
        rig.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(rig.Zendesk.Updates.Calls.Select((call, i) => ZendeskStub.Comment(
            8100 + i, (string)call.Ticket["comment"]!["body"]!, ZendeskStub.FirstUser, marker: (string)call.Ticket["metadata"]!["helpdesk_bridge"]!)))));
    }
}
