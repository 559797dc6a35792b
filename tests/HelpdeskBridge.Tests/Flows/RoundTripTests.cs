using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The main job, between two systems that behave like the real ones.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public async Task A_picture_and_a_file_of_40_MB_reach_the_ticket_byte_for_byte()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge =
            await BridgeApp.StartAsync(zendesk.Url, s => s["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString());
        bridge.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        jaicp.BridgeApiUrl = new Uri(bridge.OperatorUrl.ToString().TrimEnd('/'));
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
        var large = new byte[40_000_000];
        new Random(1).NextBytes(large);

        (await jaicp.HandOverAsync("u1", zendesk.Groups[0].Id.ToString(), "Ann", firstMessage: "Hello")).IsAccepted.ShouldBeTrue();
        (await jaicp.SendFileAsync("u1", "чек № 1.png", picture)).IsAccepted.ShouldBeTrue();
        (await jaicp.SendFileAsync("u1", "archive", large)).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 1 && zendesk.Comments(zendesk.Tickets[0].Id).Sum(comment => comment.Files.Count) == 2);

        var files = zendesk.Comments(zendesk.Tickets[0].Id).SelectMany(comment => comment.Files).ToList();
        files.Select(file => (file.Name, file.ContentType)).ShouldBe([("чек № 1.png", "image/png"), ("archive", "application/octet-stream")]);
        files[0].Content.Span.SequenceEqual(picture).ShouldBeTrue();
        files[1].Content.Span.SequenceEqual(large).ShouldBeTrue();
    }

    [Fact]
    public async Task A_chat_handed_over_becomes_a_ticket_and_the_agents_answer_comes_back()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectAsync(zendesk, jaicp);

        (await jaicp.HandOverAsync("u1", zendesk.Groups[0].Id.ToString(), "Ann", firstMessage: "Hello")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 1);
        var ticket = zendesk.Tickets[0];
        zendesk.Comments(ticket.Id).Single().Body.ShouldBe("Hello");
        zendesk.AgentReply(ticket.Id, "Hi Ann");
        await Wait.UntilAsync(() => jaicp.Events.Count >= 1);
    }

    [Fact]
    public async Task A_conversation_merged_into_another_ones_ticket_continues_there_and_never_receives_what_was_written_before()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectAsync(zendesk, jaicp);
        await jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "Hello");
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 1);
        await jaicp.HandOverAsync("u2", userName: "Olga", firstMessage: "Hello");
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 2);
        var (target, source) = (zendesk.Tickets[0].Id, zendesk.Tickets[1].Id);

        // All within a second or two, as Zendesk counts time.
        zendesk.AgentReply(target, "for Ann only");
        zendesk.AgentReply(source, "last words to Olga");
        zendesk.Merge(source, target);
        zendesk.AgentReply(target, "to both");
        await Wait.UntilAsync(() => Heard("u1").Count == 2 && Heard("u2").Count == 2);
        await jaicp.SendTextAsync("u2", "Thanks");
        await Wait.UntilAsync(() => zendesk.Comments(target)[^1].Body == "Thanks");
        zendesk.SetStatus(target, TicketStatus.Solved);
        await Wait.UntilAsync(() => Heard("u1").Count == 3 && Heard("u2").Count == 3);

        Heard("u1").ShouldBe(["for Ann only", "to both", "Closed"]);
        Heard("u2").ShouldBe(["last words to Olga", "to both", "Closed"]);
        zendesk.FindUser(zendesk.Comments(target)[^1].AuthorId)!.Name.ShouldBe("Olga");

        List<string> Heard(string user) => [.. jaicp.Events.Where(e => e.UserId == user).Select(e => e.Text ?? e.Type)];
    }

    [Fact]
    public async Task A_conversation_marked_as_spam_is_closed_and_its_suspended_client_is_notified_that_nothing_arrives()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectAsync(zendesk, jaicp);
        await jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "Hello");
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 1);
        zendesk.MarkAsSpam(zendesk.Tickets[0].Id);
        await Wait.UntilAsync(() => jaicp.Events.Count >= 1);
        await jaicp.SendTextAsync("u1", "Hello?");
        await Wait.UntilAsync(bridge.Clock, TimeSpan.FromSeconds(1), () => jaicp.Events.Count == 2);

        jaicp.Events.Select(e => e.Text ?? e.Type).ShouldBe(["Closed", "Your message could not be delivered. Please try again later."]);
    }

    private static async Task<BridgeApp> ConnectAsync(SimulatedZendesk zendesk, SimulatedJaicp jaicp)
    {
        var bridge = await BridgeApp.StartAsync(zendesk.Url, s => s["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString());
        bridge.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        jaicp.BridgeApiUrl = new Uri(bridge.OperatorUrl.ToString().TrimEnd('/'));
        zendesk.Webhook = new Webhook(new Uri(bridge.Url, "/helpdesk/main/webhook"), BridgeApp.WebhookSecret);
        (await jaicp.SetWebhookAsync()).IsAccepted.ShouldBeTrue();
        return bridge;
    }
}
