namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Steps of tests about agents' files.</summary>
internal static class AgentFileSteps
{
    /// <summary>Where attachments are in the account of the tests.</summary>
    public static Uri AttachmentUrl(this BridgeFixture bridge, string token = "t1") => new(bridge.Zendesk.Url, $"/attachments/token/{token}/?name=x");

    /// <summary>The agent attaches a file.</summary>
    /// <returns>The link the client got, on the running service.</returns>
    public static async Task<Uri> LinkAsync(this BridgeFixture bridge, Uri file, string name = "map.png", string? type = "image/png", long id = 9101)
    {
        var sent = bridge.Log.Outcomes("AgentFile", "Delivered");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(id, "", [ZendeskStub.Attachment(id, name, file, type)]));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentFile", sent + 1);
        return bridge.OnService((string)bridge.Jaicp.Received.Last(e => (string)e["type"]! == "FileMessage")["url"]!);
    }

    /// <summary>A link under the public address, on the running service.</summary>
    public static Uri OnService(this BridgeFixture bridge, string url) => new(bridge.App.Url, new Uri(url).PathAndQuery);

    public static Task<HttpResponseMessage> FetchAsync(
        this BridgeFixture bridge, Uri link, Action<HttpRequestMessage>? change = null, bool wait = true)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, link);
        change?.Invoke(request);
        var completion = wait ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead;
        return bridge.App.Http.SendAsync(request, completion, TestContext.Current.CancellationToken);
    }

    public static Task<string> TextAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static Task<byte[]> BytesAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
