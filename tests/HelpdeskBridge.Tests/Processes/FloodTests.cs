using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Unknown callers with all they have, against the real process: it stays small and serves the others.</summary>
public sealed class FloodTests : IDisposable
{
    private const int Connections = 2000;
    private const int Callers = 48;
    private const int CallsOfEach = 150;

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_flood_of_unknown_callers_is_refused_within_300_MB_while_a_genuine_caller_is_served()
    {
        var settings = BridgeApp.Settings(new Uri("http://127.0.0.1:9"), _folder);

        // The genuine caller is as fast as it can be. That it meets no limit of its channel must not depend on how slow the machine is.
        settings["Channels:shop:InboundPerSecond"] = "100000";
        await using var bridge = await BridgeProcess.StartAsync(settings);
        using var http = new HttpClient { Timeout = Wait.Limit };
        var slow = new List<TcpClient>();
        var answers = new ConcurrentDictionary<int, int>();
        var genuine = new List<HttpStatusCode>();
        try
        {
            for (var i = 0; i < Connections; i++)
                slow.Add(await DribbleAsync(bridge.Url, i));
            var flood = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => FloodAsync(bridge.Url, caller, answers)));
            while (!flood.IsCompleted)
            {
                using var answer =
                    await http.PostAsJsonAsync(new Uri(bridge.ApiUrl + "/closeChat"), new { userId = "u1" }, TestContext.Current.CancellationToken);
                genuine.Add(answer.StatusCode);
            }

            await flood;
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }

        var peak = bridge.PeakMegabytes();
        var statuses = string.Join(", ", answers.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} x {pair.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Peak {peak} MB; unknown callers: {statuses}; genuine calls served: {genuine.Count}");
        answers.Keys.ShouldBeSubsetOf([0, 401, 404, 413, 429, 503]);
        answers.ShouldContainKey(429);
        genuine.ShouldNotBeEmpty();
        genuine.ShouldAllBe(status => status == HttpStatusCode.OK);
        peak.ShouldBeLessThan(300);
    }

    /// <summary>A connection whose request never ends: in its headers, or in its body.</summary>
    private static async Task<TcpClient> DribbleAsync(Uri service, int number)
    {
        var client = new TcpClient();
        await client.ConnectAsync(service.Host, service.Port, TestContext.Current.CancellationToken);
        var begun = number % 2 == 0
            ? "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
            : "POST /helpdesk/main/webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun), TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task FloodAsync(Uri service, int caller, ConcurrentDictionary<int, int> answers)
    {
        using var http = new HttpClient { Timeout = Wait.Limit };
        var large = new byte[1024 * 1024];
        for (var i = 0; i < CallsOfEach; i++)
        {
            using var request = (i % 15) switch
            {
                0 => Post("/helpdesk/main/webhook", new ByteArrayContent(large)),
                1 => Post("/operator/shop/wrong-key/sendText", new ByteArrayContent(large)),
                2 => Post("/helpdesk/main/webhook", new StreamContent(new EndlessStream())),
                < 6 => new HttpRequestMessage(
                    HttpMethod.Get, $"/files/{new string('a', 200)}{i.ToString(CultureInfo.InvariantCulture)}/{caller}.png"),
                < 10 => new HttpRequestMessage(HttpMethod.Get, "/nowhere"),
                _ => Post($"/operator/{caller}/{BridgeApp.Key}/sendText", new StringContent("{}")),
            };
            request.RequestUri = new Uri(service, request.RequestUri!);
            var status = 0;
            try
            {
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                status = (int)answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                // Refused while it was still sending.
            }

            answers.AddOrUpdate(status, 1, (_, count) => count + 1);
        }
    }

    private static HttpRequestMessage Post(string path, HttpContent content) => new(HttpMethod.Post, path) { Content = content };

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(buffer.Length);
    }
}
