using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>What happened in a ticket.</summary>
/// <param name="Id">The number of the transaction.</param>
/// <param name="Type">Such as <c>Correspond</c>.</param>
/// <param name="Author">The name of the user.</param>
/// <param name="Text">The text of a message.</param>
internal sealed record HistoryEntry(long Id, string Type, string Author, string Text);

/// <summary>A user of Request Tracker at work: an agent, or the bridge's user for looking.</summary>
internal sealed class RequestTrackerUser(Uri url, string token, string id)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
    });

    public string Id => id;

    public Task CorrespondAsync(string ticketId, string text, string type = "text/plain") =>
        PostAsync($"/ticket/{ticketId}/correspond", new { Content = text, ContentType = type });

    public Task CommentAsync(string ticketId, string text) =>
        PostAsync($"/ticket/{ticketId}/comment", new { Content = text, ContentType = "text/plain" });

    public Task SendFileAsync(string ticketId, string text, string name, byte[] content) => PostAsync(
        $"/ticket/{ticketId}/correspond",
        new
        {
            Content = text,
            ContentType = "text/plain",
            Attachments = new[]
            {
                // In this form a name outside ASCII is answered with 500 unless it is encoded.
                new
                {
                    FileName = $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=",
                    FileType = "application/octet-stream", FileContent = Convert.ToBase64String(content),
                },
            },
        });

    /// <summary>Changes a ticket, and checks that it was done: the answer says 200 in any case.</summary>
    public async Task SetStatusAsync(string ticketId, string status)
    {
        await SendAsync(HttpMethod.Put, $"/ticket/{ticketId}", new { Status = status });
        (await ReadTicketAsync(ticketId))["Status"]!.ToString().ShouldBe(status);
    }

    public Task SetFieldAsync(string ticketId, string field, string value) =>
        SendAsync(HttpMethod.Put, $"/ticket/{ticketId}", new { CustomFields = new Dictionary<string, string> { [field] = value } });

    public Task DeleteAsync(string ticketId) => SendAsync(HttpMethod.Delete, $"/ticket/{ticketId}", null);

    public Task MergeAsync(string ticketId, string into) => SendAsync(HttpMethod.Put, $"/ticket/{ticketId}", new { MergeInto = into });

    public Task TakeAsync(string ticketId, string owner) => SendAsync(HttpMethod.Put, $"/ticket/{ticketId}", new { Owner = owner });

    public async Task<JsonNode> ReadTicketAsync(string ticketId) => (await SendAsync(HttpMethod.Get, $"/ticket/{ticketId}", null))!;

    public async Task<JsonNode> ReadUserAsync(string userId) => (await SendAsync(HttpMethod.Get, $"/user/{userId}", null))!;

    /// <summary>The ids of the tickets that a query in TicketSQL finds, oldest first.</summary>
    public async Task<IReadOnlyList<string>> FindTicketsAsync(string query)
    {
        var found = await SendAsync(HttpMethod.Get, $"/tickets?per_page=100&orderby=id&query={Uri.EscapeDataString(query)}", null);
        return [.. found!["items"]!.AsArray().Select(ticket => ticket!["id"]!.ToString())];
    }

    /// <summary>Creation, correspondence and comments of a ticket with their texts, in order.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ReadMessagesAsync(string ticketId)
    {
        var (texts, entries) = (new Dictionary<string, string>(), new List<HistoryEntry>());
        await foreach (var part in ReadAllAsync($"/ticket/{ticketId}/attachments?fields=TransactionId,ContentType,Content,Filename"))
        {
            if (part["ContentType"]!.ToString() == "text/plain" && part["Filename"]?.ToString() is null or "")
                texts.TryAdd(part["TransactionId"]!.ToString(), part["Content"]?.ToString() ?? "");
        }

        await foreach (var entry in ReadAllAsync($"/ticket/{ticketId}/history?fields=Type,Creator"))
        {
            var (number, type) = (entry["id"]!.ToString(), entry["Type"]!.ToString());
            if (type is "Create" or "Correspond" or "Comment")
                entries.Add(new HistoryEntry(long.Parse(number), type, entry["Creator"]!["id"]!.ToString(), texts.GetValueOrDefault(number, "")));
        }

        return entries;
    }

    /// <summary>The files of a ticket by name.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(string ticketId)
    {
        var files = new Dictionary<string, byte[]>();
        await foreach (var part in ReadAllAsync($"/ticket/{ticketId}/attachments?fields=Filename"))
        {
            if (part["Filename"]?.ToString() is not { Length: > 0 } name)
                continue;
            var read = await SendAsync(HttpMethod.Get, $"/attachment/{part["id"]}", null);
            files[name] = Convert.FromBase64String(read!["Content"]?.ToString() ?? "");
        }

        return files;
    }

    private async IAsyncEnumerable<JsonNode> ReadAllAsync(string path)
    {
        for (var page = 1; ; page++)
        {
            var list = await SendAsync(HttpMethod.Get, $"{path}&per_page=100&orderby=id&page={page}", null);
            var items = list!["items"]!.AsArray();
            foreach (var item in items)
                yield return item!;
            if (items.Count == 0)
                yield break;
        }
    }

    private Task<JsonNode?> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{url.AbsoluteUri.TrimEnd('/')}/REST/2.0{path}"));
        request.Headers.ConnectionClose = true;
        request.Headers.Authorization = new AuthenticationHeaderValue("token", token);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: new System.Text.Json.JsonSerializerOptions());
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }
}
