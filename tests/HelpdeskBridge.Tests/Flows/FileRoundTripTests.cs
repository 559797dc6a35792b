using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// Agents' files, byte for byte, between two systems that behave like the real ones: private attachments behind a redirect to a file store.
/// </summary>
public sealed class FileRoundTripTests
{
    [Fact]
    public async Task A_picture_and_a_file_of_40_MB_reach_JAICP_byte_for_byte_after_the_text()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge =
            await BridgeApp.StartAsync(zendesk.Url, s => s["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString());
        bridge.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        jaicp.BridgeApiUrl = new Uri(bridge.OperatorUrl.ToString().TrimEnd('/'));
        zendesk.Webhook = new Webhook(new Uri(bridge.Url, "/helpdesk/main/webhook"), BridgeApp.WebhookSecret);
        (await jaicp.SetWebhookAsync()).IsAccepted.ShouldBeTrue();
        (await jaicp.HandOverAsync("u1", zendesk.Groups[0].Id.ToString(), "Ann", firstMessage: "Hello")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 1);

        var (picture, film) = (Pattern(70_001), Pattern(40 * 1024 * 1024));
        var comment = zendesk.AgentReplyWithFiles(
            zendesk.Tickets[0].Id, "Look",
            [new("map.png", "image/png", picture) { IsInline = true, MalwareScan = MalwareScans.NotScanned }, new("Фильм 1.mp4", "video/mp4", film)]);
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);
        jaicp.Events.ShouldBeEmpty();
        comment.Files[0].MalwareScan = MalwareScans.NotFound;
        await Wait.UntilAsync(bridge.Clock, TimeSpan.FromMilliseconds(200), () => jaicp.Events.Count == 3);

        jaicp.Events.Select(e => e.Text ?? e.FileName).ShouldBe(["Look", "map.png", "Фильм 1.mp4"]);
        jaicp.Events.Select(e => e.FileSize).ShouldBe([null, picture.Length, film.Length]);
        await SameAsync(jaicp.Events[1], "image/png", picture);
        await SameAsync(jaicp.Events[2], "video/mp4", film);
        zendesk.Violations.ShouldBeEmpty();
        jaicp.Violations.ShouldBeEmpty();

        async Task SameAsync(OperatorEvent received, string type, byte[] content)
        {
            var file = await jaicp.FileOf(received);
            (file.Status, file.ContentType).ShouldBe((200, type));
            file.Content.AsSpan().SequenceEqual(content).ShouldBeTrue();
        }
    }

    private static byte[] Pattern(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
