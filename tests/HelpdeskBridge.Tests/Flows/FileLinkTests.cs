using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Who may fetch a file with a link, and until when.</summary>
public sealed class FileLinkTests
{
    private const string OldKey = "the-old-key-of-file-links-of-the-tests";
    private const string NewKey = "the-new-key-of-file-links-of-the-tests";

    [Fact]
    public async Task A_link_that_was_changed_anywhere_leads_nowhere()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var link = await bridge.LinkAsync(new Uri(store.Url, "/a"));
        var other = await bridge.LinkAsync(new Uri(store.Url, "/b"), "other.png", id: 9102);
        var (token, name) = (link.Segments[2].Trim('/'), link.Segments[3]);
        string[] changed =
        [
            $"/files/{token}/other.png", $"/files/{other.Segments[2].Trim('/')}/{name}", $"/files/{token}x/{name}", $"/files/{token[..^1]}/{name}",
            $"/files/x{token}/{name}",
            $"/files/{token}=/{name}", $"/files/{token}%20/{name}", $"/files/{token}/{name}/x", $"/files/{token}/x/{name}", $"/files/{token}/Map.png",
            $"/files/{token}", "/files/",
            $"/files/AAAA/{name}", $"/files/{Flip(token, 0)}/{name}", $"/files/{Flip(token, 45)}/{name}", $"/files/{Flip(token, 60)}/{name}",
            $"/files/{Flip(token, token.Length - 1)}/{name}",
        ];
        foreach (var path in changed)
        {
            using var refused = await bridge.FetchAsync(new Uri(bridge.App.Url, path));
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await refused.TextAsync())
                .ShouldBeJson("""{"type":"urn:helpdesk-bridge:problem:not-found","title":"There is nothing here.","status":404}""");
        }

        store.Requests.ShouldBeEmpty();
        using var posted = await bridge.FetchAsync(link, request => request.Method = HttpMethod.Post);
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var right = await bridge.FetchAsync(link);
        (await right.TextAsync()).ShouldBe("picture");
    }

    [Fact]
    public async Task A_link_works_until_it_expires_and_only_its_owner_learns_that_it_has()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Bridge:FileLinkLifetime", "02:00:00"));
        var link = await bridge.LinkAsync(store.Url);
        bridge.Clock.Advance(TimeSpan.FromMinutes(119));
        (await StatusAsync(bridge, link)).ShouldBe(HttpStatusCode.OK);
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));

        (await StatusAsync(bridge, link)).ShouldBe(HttpStatusCode.Gone);
        (await StatusAsync(bridge, new Uri(link + "x"))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_link_lives_as_long_as_its_key_is_listed()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Bridge:FileKeys:0", OldKey));
        var path = (await bridge.LinkAsync(store.Url)).PathAndQuery;
        await bridge.App.RestartAsync(("Bridge:FileKeys:0", NewKey), ("Bridge:FileKeys:1", OldKey));
        (await StatusAsync(bridge, new Uri(bridge.App.Url, path))).ShouldBe(HttpStatusCode.OK);
        var newer = (await bridge.LinkAsync(store.Url, id: 9102)).PathAndQuery;
        await bridge.App.RestartAsync(("Bridge:FileKeys:1", NewKey));

        (await StatusAsync(bridge, new Uri(bridge.App.Url, path))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(bridge, new Uri(bridge.App.Url, newer))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_keys_in_the_settings_one_is_made_once_and_outlives_the_process()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var path = (await bridge.LinkAsync(store.Url)).PathAndQuery;
        await bridge.App.RestartAsync();

        (await StatusAsync(bridge, new Uri(bridge.App.Url, path))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_public_address_with_a_path_is_in_the_link_and_works_behind_a_proxy_that_keeps_it_and_one_that_drops_it()
    {
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Bridge:PublicUrl", "https://example.com/help/desk/"));
        var link = await bridge.LinkAsync(store.Url, "100% sure? #1 (копия)+.png");
        var sent = (string)bridge.Jaicp.Received[^1]["url"]!;

        sent.ShouldStartWith("https://example.com/help/desk/files/");
        (await StatusAsync(bridge, link)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(bridge, new Uri(bridge.App.Url, link.PathAndQuery["/help/desk".Length..]))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_part_and_another_part_at_the_same_time_are_the_right_ones_whether_the_file_store_knows_parts_or_not()
    {
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        await using var store = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var link = await bridge.LinkAsync(store.Url);
        foreach (var knowsRanges in new[] { true, false })
        {
            store.Answer = http => FileServerStub.BytesAsync(http, content, knowsRanges);
            var parts = await Task.WhenAll(PartAsync("bytes=0-99999"), PartAsync("bytes=100000-"), PartAsync("bytes=-1"));
            parts.Select(part => part.StatusCode).ShouldAllBe(status => status == HttpStatusCode.PartialContent);
            parts.Select(part => part.Content.Headers.ContentRange!.ToString())
                .ShouldBe(["bytes 0-99999/200000", "bytes 100000-199999/200000", "bytes 199999-199999/200000"]);
            parts.Select(part => part.Content.Headers.ContentLength).ShouldBe([100_000, 100_000, 1]);
            (await parts[0].BytesAsync()).Concat(await parts[1].BytesAsync()).ShouldBe(content);

            using var none = await PartAsync("bytes=200000-");
            none.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
            none.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */200000");
            using var same = await PartAsync("bytes=5-6", "\"v1\"");
            (await same.BytesAsync()).ShouldBe(content[5..7]);
            using var changed = await PartAsync("bytes=5-6", "\"v2\"");
            (changed.StatusCode, (await changed.BytesAsync()).Length).ShouldBe((HttpStatusCode.OK, content.Length));
            using var several = await PartAsync("bytes=0-1,5-6");
            (several.StatusCode, (await several.BytesAsync()).Length).ShouldBe((HttpStatusCode.OK, content.Length));
        }

        Task<HttpResponseMessage> PartAsync(string range, string? ifRange = null) => bridge.FetchAsync(link, request =>
        {
            request.Headers.TryAddWithoutValidation("Range", range);
            request.Headers.IfRange = ifRange is null ? null : new RangeConditionHeaderValue(ifRange);
        });
    }

    private static string Flip(string token, int at) => $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}";

    private static async Task<HttpStatusCode> StatusAsync(BridgeFixture bridge, Uri link)
    {
        using var response = await bridge.FetchAsync(link);
        return response.StatusCode;
    }
}
