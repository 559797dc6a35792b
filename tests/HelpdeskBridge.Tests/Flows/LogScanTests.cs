using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>No secret and nothing anybody wrote gets into the log, however much is logged.</summary>
public sealed class LogScanTests
{
    private const string ClientText = "client-words-4711";
    private const string AgentText = "agent-words-4712";
    private const string FileName = "file-name-4714";
    private const string FileUrl = "file-address-4715";
    private const string ClientName = "Annabella Clientname";

    private static readonly string[] Forbidden =
    [
        BridgeApp.Key, BridgeApp.WebhookSecret, "simulated-client-secret", "-of-the-tests", JaicpStub.WebhookKey, "AbCdEfGh", ClientText, AgentText,
        ClientName, "attribute-4713", "upload-1", "10.0.0.1",
        FileName, FileUrl, "forged-token-4716",
    ];

    private static readonly string[] Frameworks = ["Microsoft", "Microsoft.Hosting.Lifetime", "System", "Orleans", "Polly"];

    private static readonly string[] RefusedCalls = ["sendText", "sendFile", "setWebhook", "selectDestination", "nonsense"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_with_all_its_troubles_leaves_no_secret_in_the_log(bool frameworksToo)
    {
        (string, string?)[] levels = [("Serilog:MinimumLevel:Default", "Debug"), ("Delivery:RequestTimeout", "00:00:00.500")];
        if (frameworksToo)
            levels = [.. levels, .. Frameworks.Select(name => ($"Serilog:MinimumLevel:Override:{name}", (string?)"Verbose"))];
        await using var bridge = await BridgeFixture.WithOwnLoggingAsync(levels);
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((360001234567, "Sales"));
        bridge.Jaicp.AcceptsEvents();
        var never = new TaskCompletionSource();

        // Calls that are refused.
        foreach (var method in RefusedCalls)
            (await bridge.App.PostAsync(method, $$"""{"text":"{{ClientText}}","url":"ftp://{{JaicpStub.WebhookKey}}"}""")).IsSuccessStatusCode
                .ShouldBeFalse();
        await bridge.App.PostAsync("sendText", $"{{{ClientText}");
        await bridge.App.Http.GetAsync(new Uri(bridge.App.OperatorUrl, "sendText"), TestContext.Current.CancellationToken);
        await bridge.WebhookAsync($$"""{"ticket_id":"501","text":"{{AgentText}}"}""", secret: "unknown");

        // To the helpdesk: refused, failed, lost, late.
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        bridge.Zendesk.Users.Next(new Answer(401), new Answer(500, ClientName));
        bridge.Zendesk.NewTickets.Next(new Answer(503, $$"""{"error":"Unavailable","description":"{{ClientText}}"}"""));
        (await bridge.App.PostAsync(
            "selectDestination",
            $$"""{"userId":"u1","userName":"{{ClientName}}","attributes":{"a":"attribute-4713"},"hiddenAttributes":"attribute-4713"}"""))
                .EnsureSuccessStatusCode();
        await bridge.SendTextAsync(ClientText, "u1");
        await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);
        bridge.Zendesk.Updates.Next(
            new Answer(
                422, $$$"""{"error":"RecordInvalid","description":"{{{ClientText}}}","details":{"comment":"""
                    + $$$"""[{"description":"{{{ClientText}}} is too rude"}]}}"""),
            new Answer(500, ClientText),
            Answer.Ok("{}").HeldUntil(never.Task));
        bridge.Zendesk.TicketIs("open");
        await bridge.SendTextAsync(ClientText, "u1");
        await using var host = new RawHttpServer(path => path.EndsWith("/never", StringComparison.Ordinal) ? null : RawHttpServer.Ok(ClientText));
        bridge.Zendesk.Uploads.Next(new Answer(500, ClientText));
        bridge.Zendesk.AcceptsUploads();
        await bridge.SendFileAsync(host.Url("/" + ClientText), ClientText, "u1");
        await bridge.SendFileAsync(host.Url($"/{ClientText}/never"), ClientText, "u1");
        await bridge.SendFileAsync("https://10.0.0.1/" + ClientText, ClientText, "u1");
        await bridge.DeliveredAsync("ClientFile", count: 3, stepSeconds: 1);

        // Back: unreadable, refused, wrong webhook, nobody there, taken.
        bridge.Zendesk.TicketIs(
            "solved",
            ZendeskStub.Comment(8001, AgentText),
            ZendeskStub.Comment(8002, AgentText, [ZendeskStub.Attachment(31, FileName, new Uri(bridge.Zendesk.Url, $"/attachments/{FileUrl}"))],
                at: "2026-11-23T10:00:31Z"));
        bridge.Zendesk.Comments.Next(Answer.Ok($"{{{AgentText}"));
        bridge.Jaicp.Events.Next(new Answer(400, AgentText), new Answer(404, AgentText), Answer.Ok("{}").HeldUntil(never.Task));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Jaicp.Events.Calls.Count >= 3, stepSeconds: 1);
        await bridge.SetWebhookAsync("http://127.0.0.1:9/" + JaicpStub.WebhookKey);
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("ConnectionError", StringComparison.Ordinal)), stepSeconds: 1);
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);
        await bridge.CloseChatAsync(ClientText, "u1");
        never.SetResult();

        // The file: refused, failed, elsewhere, taken; and with a link nobody gave out.
        var link = bridge.OnService((string)bridge.Jaicp.Received.First(e => (string)e["type"]! == "FileMessage")["url"]!);
        bridge.Zendesk.Attachments.Next(
            new Answer(404), new Answer(500, FileName), Answer.Redirect(new Uri($"http://127.0.0.2/{FileUrl}")),
            Answer.Redirect(new Uri($"http://127.0.0.1:9/{FileUrl}")), new Answer(200, AgentText));
        for (var i = 0; i < 5; i++)
            (await bridge.FetchAsync(link)).Dispose();
        (await bridge.FetchAsync(new Uri(bridge.App.Url, $"/files/forged-token-4716/{FileName}"))).Dispose();

        var lines = bridge.Log.Lines;
        lines.ShouldContain(line => line.Contains("/operator/{channel}/{key}/sendText", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("/files/{token}/{name}", StringComparison.Ordinal));
        string[] forbidden = [.. Forbidden, link.Segments[2].Trim('/')];
        lines.Count(line => forbidden.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).ShouldBe(
            0, string.Join('\n', lines.Where(line => forbidden.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(10)));
    }
}
