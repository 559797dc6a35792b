using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Steps of tests about agents' files.</summary>
internal static class AgentFileSteps
{
    /// <summary>Where attachments are in the account of the tests.</summary>
    public static Uri AttachmentUrl(this BridgeRig rig, string token = "t1") => new(rig.Zendesk.Url, $"/attachments/token/{token}/?name=x");

    /// <summary>The agent attaches a file.</summary>
    /// <returns>The link the client got, on the running service.</returns>
    public static async Task<Uri> LinkAsync(this BridgeRig rig, Uri file, string name = "map.png", string? type = "image/png", long id = 9101)
    {
        var sent = rig.Log.Outcomes("AgentFile", "Delivered");
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(id, "", [ZendeskStub.Attachment(id, name, file, type)]));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentFile", sent + 1);
        return rig.OnService((string)rig.Jaicp.Received.Last(e => (string)e["type"]! == "FileMessage")["url"]!);
    }

    /// <summary>A link under the public address, on the running service.</summary>
    public static Uri OnService(this BridgeRig rig, string url) => new(rig.App.Url, new Uri(url).PathAndQuery);

    public static Task<HttpResponseMessage> FetchAsync(this BridgeRig rig, Uri link, Action<HttpRequestMessage>? change = null, bool wait = true)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, link);
        change?.Invoke(request);
        return rig.App.Http.SendAsync(request, wait ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static Task<byte[]> BytesAsync(this HttpResponseMessage response) => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
