using System.Diagnostics;
using System.Globalization;
using System.Net;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>The memory while very many callers fetch agents' files at the same time, and read slowly.</summary>
internal sealed class FilesMeasure(MeasurePlan plan)
{
    private const int Megabytes = 10;
    private const int FilesOfComment = 10;

    /// <summary>A reader takes about 10 MB a second.</summary>
    private const int BytesOfStep = 256 * 1024;
    private static readonly TimeSpan PauseOfStep = TimeSpan.FromMilliseconds(25);

    public async Task<Table> RunAsync()
    {
        var count = plan.Size(1000);
        var (world, chats) = await World.StartWithOpenChatsAsync(count / FilesOfComment, Change);
        await using (world)
        {
            var links = await CreateLinksAsync(world, chats, count);
            var process = world.Bridge.Process;
            var (before, processor, started) = (process.ResidentMegabytes(), process.ProcessorTime, Stopwatch.GetTimestamp());
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
            using var stopping = new CancellationTokenSource();
            var most = Task.Run(() => WatchAsync(world.Bridge, stopping.Token));
            var tries = await Task.WhenAll(links.Select(link => Task.Run(() => FetchAsync(http, new Uri(world.Bridge.Process.Url, link)))));
            var took = Stopwatch.GetElapsedTime(started);
            await stopping.CancelAsync();

            var table = new Table(
                string.Create(CultureInfo.InvariantCulture, $"{count:N0} agents' files of {Megabytes} MB fetched at the same time"),
                "what", "value");
            table.Add("memory before, MB", Table.Format(before, 0));
            table.Add("most memory meanwhile, MB", Table.Format(await most, 0));
            table.Add("memory after, MB", Table.Format(process.ResidentMegabytes(), 0));
            table.Add("seconds until all were fetched", Table.Format(took.TotalSeconds, 1));
            table.Add("MB/s", Table.Format(count * Megabytes / took.TotalSeconds, 0));
            table.Add("processor seconds", Table.Format((process.ProcessorTime - processor).TotalSeconds, 1));
            table.Add("answered 503 and asked again", Table.Format(tries.Sum() - count, 0));
            return table;
        }
    }

    private void Change(Dictionary<string, string> settings)
    {
        // Those who wait for their turn are to get it. No setting says how many files are passed on at a time.
        settings["Delivery:RequestTimeout"] = "00:05:00";
        plan.WithBudget(1_000_000)(settings);
    }

    private static async Task<List<string>> CreateLinksAsync(World world, OpenChats chats, int count)
    {
        // The simulated JAICP would fetch each file at once, and keep it.
        var api = world.Jaicp.BridgeApiUrl;
        world.Jaicp.BridgeApiUrl = new Uri("http://127.0.0.1:9");
        var content = new byte[Megabytes * 1024 * 1024];
        Random.Shared.NextBytes(content);
        for (var chat = 0; chat < chats.Count; chat++)
        {
            var files = Enumerable.Range(chat * FilesOfComment, FilesOfComment)
                .Select(number => new AgentFile($"file-{number}.bin", "application/octet-stream", content));
            world.Zendesk.AgentReplyWithFiles(chats.GetTicket(chat), "The files", [.. files]);
        }

        List<string> links;
        while ((links = [.. world.Jaicp.Events.Select(received => received.FileUrl?.PathAndQuery).OfType<string>()]).Count < count)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        world.Jaicp.BridgeApiUrl = api;
        return links;
    }

    /// <returns>How often it had to ask.</returns>
    private static async Task<int> FetchAsync(HttpClient http, Uri link)
    {
        var buffer = new byte[BytesOfStep];
        for (var attempt = 1; ; attempt++)
        {
            using var response = await http.GetAsync(link, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), TimeProvider.System);
                continue;
            }

            await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            var received = 0L;
            for (int read; (read = await body.ReadAtLeastAsync(buffer, BytesOfStep, throwOnEndOfStream: false)) > 0; received += read)
                await Task.Delay(PauseOfStep, TimeProvider.System);
            if (received != Megabytes * 1024 * 1024)
                throw new InvalidOperationException($"A file had {received} bytes.");
            return attempt;
        }
    }

    /// <returns>The most memory.</returns>
    private static async Task<long> WatchAsync(Target bridge, CancellationToken stopping)
    {
        var most = 0L;
        while (!stopping.IsCancellationRequested)
        {
            most = Math.Max(most, bridge.Process.ResidentMegabytes());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }

        return most;
    }
}
