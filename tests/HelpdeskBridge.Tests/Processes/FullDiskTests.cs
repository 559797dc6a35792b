using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>The real process and a store that can't grow. A limit on the length of its files stands in for a disk without space.</summary>
public sealed class FullDiskTests : ProcessTest
{
    private readonly HttpClient _http = new();

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task On_a_full_disk_calls_are_refused_readiness_fails_and_all_recovers_when_there_is_space()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "There is no prlimit here.");
        var settings = BridgeApp.Settings(Zendesk.Url, Folder);
        settings["Channels:shop:DefaultDestination"] = Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
        settings["Delivery:RetryDelays:0"] = "00:00:00.200";
        await using var bridge = await BridgeProcess.StartAsync(settings);
        Jaicp.BridgeApiUrl = bridge.ApiUrl;
        (await Jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "first")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => Zendesk.Tickets.Count == 1);

        // The disk becomes full while the second text is on its way: where it goes can't be recorded any more.
        (await Jaicp.SendTextAsync("u1", "second")).IsAccepted.ShouldBeTrue();
        await bridge.LimitFilesAsync(new FileInfo(Path.Combine(Folder, "bridge.db-wal")).Length);
        using var refused = await SendAsync(bridge, "refused");
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        var (ready, reasons) = await ReadyAsync(bridge);
        ready.ShouldBe(HttpStatusCode.ServiceUnavailable);
        reasons.ShouldContain("the disk and its space");
        (await _http.GetAsync(new Uri(bridge.Url, "/health/live"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await bridge.LimitFilesAsync(null);
        (await ReadyAsync(bridge)).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(bridge, "third")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Written().EndsWith("third", StringComparison.Ordinal));
        Written().ShouldBe("first\nsecond\nthird");
    }

    private string Written() => string.Join('\n', Zendesk.Comments(Zendesk.Tickets[0].Id).Select(comment => comment.Body));

    private Task<HttpResponseMessage> SendAsync(BridgeProcess bridge, string text) =>
        _http.PostAsJsonAsync(new Uri($"{bridge.ApiUrl}/sendText"), new { userId = "u1", text }, Cancellation);

    private async Task<(HttpStatusCode Status, string Reasons)> ReadyAsync(BridgeProcess bridge)
    {
        using var response = await _http.GetAsync(new Uri(bridge.Url, "/health/ready"), Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
