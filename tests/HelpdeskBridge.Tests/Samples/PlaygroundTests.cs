using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>What the playground's page can do and see, through the addresses its scripts use.</summary>
public sealed partial class PlaygroundTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task The_page_loads_its_parts_from_its_own_address_and_nothing_from_elsewhere()
    {
        using var page = await GetAsync("/");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self';");

        var parts = new Queue<string>(Reference().Matches(html).Select(match => match.Groups[1].Value));
        var loaded = new HashSet<string>(StringComparer.Ordinal);
        while (parts.TryDequeue(out var part))
        {
            if (!loaded.Add(part))
                continue;
            using var answer = await GetAsync($"/{part}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, part);
            foreach (Match import in Import().Matches(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
                parts.Enqueue(import.Groups[1].Value);
        }

        loaded.ShouldContain("richtext.js");
    }

    [Fact]
    public async Task What_the_bot_knows_is_in_the_tickets_note_fields_and_tags()
    {
        var ticket = await playground.HandOverAsync("ann", new
        {
            attributes = new { orderNumber = "10482" },
            hiddenAttributes = new { segment = "vip" },
            customData = new { cart = 2 },
        });
        var shown = await playground.UntilAsync($"/api/desk/tickets/{ticket}", shown => FindNotes(shown).Any());

        shown["ticket"]!["fields"]!.ToJsonString().ShouldBe("""[{"name":"Order number","value":"10482"}]""");
        shown["ticket"]!["tags"]!.ToJsonString().ShouldBe("""["jaicp","vip"]""");
        ((string)FindNotes(shown).ShouldHaveSingleItem()["html"]!).ShouldContain("<pre><code>orderNumber: 10482</code></pre>");

        static IEnumerable<JsonNode> FindNotes(JsonNode shown) => shown["comments"]!.AsArray().Where(comment => !(bool)comment!["isPublic"]!)!;
    }

    [Fact]
    public async Task Formatting_and_files_go_both_ways()
    {
        var ticket = await playground.HandOverAsync("bob");
        using var upload = new ByteArrayContent(Picture) { Headers = { ContentType = new("image/png") } };
        (await playground.Http.PostAsync("/api/chat/bob/file?name=lamp.png", upload, TestContext.Current.CancellationToken))
            .EnsureSuccessStatusCode();
        var received = await playground.UntilAsync(
            $"/api/desk/tickets/{ticket}", shown => shown["comments"]!.AsArray().Any(comment => comment!["files"]!.AsArray().Count == 1));
        await playground.SubmitAsync(ticket, "<p>Look <b>here</b>: <img src=\"cid:0\"></p>",
            files: [("file", "notes.txt", "text/plain", "abc"u8.ToArray()), ("picture", "map.png", "image/png", Picture)]);
        var chat = await playground.UntilAsync("/api/chat/bob", shown => PlaygroundFixture.Lines(shown, "AgentFile").Count() == 2);

        var mine = PlaygroundFixture.Lines(chat, "ClientFile").Single();
        (await BytesAsync((string)mine["fileUrl"]!)).ShouldBe(Picture);
        (await BytesAsync((string)received["comments"]!.AsArray()[^1]!["files"]![0]!["url"]!)).ShouldBe(Picture);
        PlaygroundFixture.Lines(chat, "AgentText").Where(line => !(bool)line["isNotice"]!).Select(line => (string)line["text"]!)
            .ShouldBe(["Look here:"]);
        var files = PlaygroundFixture.Lines(chat, "AgentFile").ToList();
        files.Select(file => (string)file["text"]!).ShouldBe(["map.png", "notes.txt"]);
        (await BytesAsync((string)files[0]["fileUrl"]!)).ShouldBe(Picture);

        var written = (await playground.UntilAsync($"/api/desk/tickets/{ticket}", _ => true))["comments"]!.AsArray()[^1]!;
        ((string)written["html"]!).ShouldContain($"<img src=\"{(string)written["files"]![0]!["url"]!}\">");
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_saved_and_never_shown_under_the_pages_address()
    {
        await playground.HandOverAsync("eve");
        using var upload = new StringContent("<script>alert(1)</script>", null, "text/html");
        await playground.Http.PostAsync("/api/chat/eve/file?name=a.html", upload, TestContext.Current.CancellationToken);
        var line = PlaygroundFixture.Lines(
            await playground.UntilAsync("/api/chat/eve", shown => PlaygroundFixture.Lines(shown, "ClientFile").Any()), "ClientFile").Single();

        using var file = await GetAsync((string)line["fileUrl"]!);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Fact]
    public async Task A_file_waits_for_its_scan()
    {
        var ticket = await playground.HandOverAsync("flo");
        await playground.SubmitAsync(ticket, "<p>Soon</p>", scan: "not_scanned", files: [("file", "map.png", "image/png", Picture)]);
        var comment = (await playground.UntilAsync($"/api/desk/tickets/{ticket}", _ => true))["comments"]!.AsArray()[^1]!;
        ((string)comment["files"]![0]!["scan"]!).ShouldBe("not_scanned");
        (await playground.PostAsync($"{comment["files"]![0]!["url"]}/scan", new { result = "malware_not_found" })).EnsureSuccessStatusCode();

        await playground.UntilAsync("/api/chat/flo", shown => PlaygroundFixture.Lines(shown, "AgentFile").Any());
    }

    [Fact]
    public async Task A_ticket_is_moved_merged_and_deleted()
    {
        var (target, source) = (await playground.HandOverAsync("gil"), await playground.HandOverAsync("hal"));
        var desk = await playground.UntilAsync("/api/desk", _ => true);
        var billing = desk["groups"]!.AsArray().Single(group => (string?)group!["name"] == "Billing")!;
        var maria = desk["agents"]![0]!;
        await playground.PostAsync(
            $"/api/desk/tickets/{target}/assign", new { groupId = (string)maria["groupIds"]![0]!, agentId = (string)maria["id"]! });
        (await AssigneeAsync()).ShouldBe("Maria Lopez");
        await playground.PostAsync($"/api/desk/tickets/{target}/assign", new { groupId = (string)billing["id"]!, agentId = (string)maria["id"]! });
        (await AssigneeAsync()).ShouldBeNull(); // she doesn't belong to that group

        await playground.PostAsync($"/api/desk/tickets/{source}/merge", new { into = target });
        (await StatusAsync(source)).ShouldBe("merged");
        (await playground.SubmitAsync(source, "<p>Too late</p>")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await playground.PostAsync($"/api/desk/tickets/{target}/delete");
        (await StatusAsync(target)).ShouldBe("deleted");
        await playground.UntilAsync("/api/chat/hal", shown => PlaygroundFixture.Lines(shown, "AgentClosed").Any());

        async Task<string?> AssigneeAsync() =>
            (string?)(await playground.UntilAsync($"/api/desk/tickets/{target}", _ => true))["ticket"]!["assignee"];
        async Task<string?> StatusAsync(long id) => (string?)(await playground.UntilAsync("/api/desk", _ => true))["tickets"]!.AsArray()
            .Single(ticket => (long)ticket!["id"]! == id)!["status"];
    }

    private Task<HttpResponseMessage> GetAsync(string path) => playground.Http.GetAsync(path, TestContext.Current.CancellationToken);

    private Task<byte[]> BytesAsync(string path) => playground.Http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);

    [GeneratedRegex(@"(?:src|href)=""([^""#]+)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"from '\./([\w.]+)'")]
    private static partial Regex Import();
}
