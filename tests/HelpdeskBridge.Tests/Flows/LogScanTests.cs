using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
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
        BridgeApp.Key, BridgeApp.WebhookSecret, "simulated-client-secret", "-of-the-tests", JaicpStub.WebhookKey, "AbCdEfGh", ClientText, AgentText, ClientName, "attribute-4713", "upload-1", "10.0.0.1",
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
        await using var rig = await BridgeRig.WithOwnLoggingAsync(levels);
        rig.Zendesk.AcceptsTickets();
        rig.Zendesk.HasGroups((360001234567, "Sales"));
        rig.Jaicp.TakesEvents();
        var never = new TaskCompletionSource();

        // Calls that are refused.
        foreach (var method in RefusedCalls)
            (await rig.App.PostAsync(method, $$"""{"text":"{{ClientText}}","url":"ftp://{{JaicpStub.WebhookKey}}"}""")).IsSuccessStatusCode.ShouldBeFalse();
        await rig.App.PostAsync("sendText", $"{{{ClientText}");
        await rig.App.Http.GetAsync(new Uri(rig.App.OperatorUrl, "sendText"), TestContext.Current.CancellationToken);
        await rig.WebhookAsync($$"""{"ticket_id":"501","text":"{{AgentText}}"}""", secret: "strange");

        // To the helpdesk: refused, failed, lost, late.
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        rig.Zendesk.Users.Next(new Answer(401), new Answer(500, ClientName));
        rig.Zendesk.NewTickets.Next(new Answer(503, ClientText));
        (await rig.App.PostAsync("selectDestination", $$"""{"userId":"u1","userName":"{{ClientName}}","attributes":{"a":"attribute-4713"},"hiddenAttributes":"attribute-4713"}""")).EnsureSuccessStatusCode();
        await rig.SayAsync(ClientText, "u1");
        await rig.DeliveredAsync("ContextNote", stepSeconds: 1);
        rig.Zendesk.Updates.Next(
            new Answer(422, $$$"""{"error":"RecordInvalid","description":"{{{ClientText}}}","details":{"comment":[{"description":"{{{ClientText}}} is too rude"}]}}"""),
            new Answer(500, ClientText),
            Answer.Ok("{}").HeldUntil(never.Task));
        rig.Zendesk.TicketIs("open");
        await rig.SayAsync(ClientText, "u1");
        await using var host = new FileHost(path => path.EndsWith("/never", StringComparison.Ordinal) ? null : FileHost.Ok(ClientText));
        rig.Zendesk.Uploads.Next(new Answer(500, ClientText));
        rig.Zendesk.TakesUploads();
        await rig.SendFileAsync(host.Url("/" + ClientText), ClientText, "u1");
        await rig.SendFileAsync(host.Url($"/{ClientText}/never"), ClientText, "u1");
        await rig.SendFileAsync("https://10.0.0.1/" + ClientText, ClientText, "u1");
        await rig.DeliveredAsync("ClientFile", count: 3, stepSeconds: 1);

        // Back: unreadable, refused, wrong webhook, nobody there, taken.
        rig.Zendesk.TicketIs(
            "solved",
            ZendeskStub.Comment(8001, AgentText),
            ZendeskStub.Comment(8002, AgentText, [ZendeskStub.Attachment(31, FileName, new Uri(rig.Zendesk.Url, $"/attachments/{FileUrl}"))], at: "2026-11-23T10:00:31Z"));
        rig.Zendesk.Comments.Next(Answer.Ok($"{{{AgentText}"));
        rig.Jaicp.Events.Next(new Answer(400, AgentText), new Answer(404, AgentText), Answer.Ok("{}").HeldUntil(never.Task));
        await rig.WakeAsync();
        await rig.UntilAsync(() => rig.Jaicp.Events.Calls.Count >= 3, stepSeconds: 1);
        await rig.SetWebhookAsync("http://127.0.0.1:9/" + JaicpStub.WebhookKey);
        await rig.UntilAsync(() => rig.Log.Lines.Any(line => line.Contains("ConnectionError", StringComparison.Ordinal)), stepSeconds: 1);
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("ChatClosed", stepSeconds: 1);
        await rig.LeaveAsync(ClientText, "u1");
        never.SetResult();

        // The file: refused, failed, elsewhere, taken; and with a link nobody gave out.
        var link = rig.OnService((string)rig.Jaicp.Received.First(e => (string)e["type"]! == "FileMessage")["url"]!);
        rig.Zendesk.Attachments.Next(
            new Answer(404), new Answer(500, FileName), Answer.Redirect(new Uri($"http://127.0.0.2/{FileUrl}")), Answer.Redirect(new Uri($"http://127.0.0.1:9/{FileUrl}")), new Answer(200, AgentText));
        for (var i = 0; i < 5; i++)
            (await rig.FetchAsync(link)).Dispose();
        (await rig.FetchAsync(new Uri(rig.App.Url, $"/files/forged-token-4716/{FileName}"))).Dispose();

        var lines = rig.Log.Lines;
        lines.ShouldContain(line => line.Contains("/operator/{channel}/{key}/sendText", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("/files/{token}/{name}", StringComparison.Ordinal));
        string[] forbidden = [.. Forbidden, link.Segments[2].Trim('/')];
        lines.Count(line => forbidden.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).ShouldBe(
            0, string.Join('\n', lines.Where(line => forbidden.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(10)));
    }
}
