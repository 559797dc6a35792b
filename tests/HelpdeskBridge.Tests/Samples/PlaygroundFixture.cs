using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Playground;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Tests.Simulators;
using Microsoft.AspNetCore.Builder;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>The playground as a visitor starts it, and what the page's scripts ask of it.</summary>
public class PlaygroundFixture : IAsyncLifetime
{
    private PlaygroundHost _world = null!;
    private WebApplication _page = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>After which time a chat that nobody answers goes to the second group; null: as for a visitor.</summary>
    protected virtual TimeSpan? EscalateAfter => null;

    /// <summary>All requests between the bridge and the simulators so far.</summary>
    public IReadOnlyList<JournalEntry> Exchanges => _world.Journal.Entries;

    public async ValueTask InitializeAsync()
    {
        _world = await PlaygroundHost.StartAsync(escalateAfter: EscalateAfter);
        _page = PageHost.Build(_world, ["--urls=http://127.0.0.1:0"]);
        await _page.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(_page.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await _page.StopAsync();
        await _page.DisposeAsync();
        await _world.DisposeAsync();
    }

    /// <summary>A client's chat is handed over.</summary>
    /// <param name="user">The client's id and name.</param>
    /// <param name="context">What the bot knows.</param>
    /// <param name="text">The first text.</param>
    /// <param name="requester">The name of the ticket's requester, if that is another user than the bridge's own.</param>
    /// <returns>The number of its ticket.</returns>
    public async Task<long> HandOverAsync(string user, object? context = null, string? text = null, string? requester = null)
    {
        await PostAsync($"/api/chat/{user}/handover", new { userName = user, firstMessage = text ?? $"Hello from {user}", context });
        var desk = await UntilAsync("/api/desk", shown => Of(shown) is not null);
        return (long)Of(desk)!["id"]!;

        JsonNode? Of(JsonNode shown) =>
            shown["tickets"]!.AsArray().FirstOrDefault(ticket => (string?)ticket!["requester"] == (requester ?? user));
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        Http.PostAsJsonAsync(path, body ?? new { }, TestContext.Current.CancellationToken);

    /// <summary>What an agent submits.</summary>
    public Task<HttpResponseMessage> SubmitAsync(long ticket, string html, string status = "open", string kind = "public",
        string scan = "malware_not_found", params (string Field, string Name, string Type, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(html), "html" }, { new StringContent(status), "status" },
            { new StringContent(kind), "kind" }, { new StringContent(scan), "scan" } };
        foreach (var (field, name, type, content) in files)
            form.Add(new ByteArrayContent(content) { Headers = { ContentType = new(type) } }, field, name);
        return Http.PostAsync($"/api/desk/tickets/{ticket}/submit", form, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer, as soon as it is as wanted.</summary>
    /// <param name="path">What is asked for.</param>
    /// <param name="isThere">Whether it is as wanted.</param>
    /// <param name="every">After which time it is asked for again.</param>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> isThere, TimeSpan? every = null)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        while (true)
        {
            var shown = await Http.GetFromJsonAsync<JsonNode>(path, limit.Token);
            if (isThere(shown!))
                return shown!;
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>An agent applies the macro that gives the chat back to the bot.</summary>
    public async Task GiveBackAsync(long ticket)
    {
        var macro = (await UntilAsync("/api/desk", _ => true))["macros"]!.AsArray().Single()!;
        (await PostAsync($"/api/desk/tickets/{ticket}/macro", new { macroId = (long)macro["id"]! })).EnsureSuccessStatusCode();
    }

    /// <summary>The internal notes of a ticket, in order.</summary>
    public static IReadOnlyList<string> Notes(JsonNode shown) =>
        [.. shown["comments"]!.AsArray().Where(comment => !(bool)comment!["isPublic"]!).Select(comment => (string)comment!["html"]!)];

    public static IEnumerable<JsonNode> Lines(JsonNode chat, string kind) => chat["lines"]!.AsArray().Where(line => (string?)line!["kind"] == kind)!;
}
