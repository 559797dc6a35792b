using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>What a call took.</summary>
/// <param name="Status">The status of its answer.</param>
/// <param name="Answered">Milliseconds until the answer.</param>
/// <param name="Cpu">Milliseconds of processor time of the whole process, until all that follows from the call is done.</param>
/// <param name="Allocated">Bytes of memory the whole process asked for meanwhile.</param>
internal sealed record Cost(HttpStatusCode Status, double Answered, double Cpu, double Allocated);

/// <summary>The service in this process between the two simulated sides.</summary>
internal sealed class MeasuredBridge : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(2);

    private readonly SimulatedZendesk _zendesk;
    private readonly SimulatedJaicp _jaicp;
    private readonly BreakingProxy _proxy;
    private readonly FuzzedBridge _bridge;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };

    private MeasuredBridge(SimulatedZendesk zendesk, SimulatedJaicp jaicp, BreakingProxy proxy, FuzzedBridge bridge) =>
        (_zendesk, _jaicp, _proxy, _bridge) = (zendesk, jaicp, proxy, bridge);

    public static async Task<MeasuredBridge> StartAsync()
    {
        var zendesk = await SimulatedZendesk.StartAsync();
        var jaicp = await SimulatedJaicp.StartAsync();
        var proxy = await BreakingProxy.StartAsync(zendesk.Url, seed: 1);
        proxy.IsBroken = false;
        var bridge = await FuzzedBridge.StartAsync(
            proxy.Url,
            zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture),
            ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"),
            ("Helpdesks:main:ReconcileEvery", "10:00:00"),
            ("Channels:shop:Ticket:Fields:a", "5"),
            ("Channels:shop:Ticket:Fields:b", "tags"),
            ("Serilog:MinimumLevel:Override:Orleans", "Fatal"),
            ("Channels:shop:WebhookUrl", jaicp.WebhookUrl.AbsoluteUri));
        return new MeasuredBridge(zendesk, jaicp, proxy, bridge);
    }

    public async ValueTask DisposeAsync()
    {
        await _bridge.DisposeAsync();
        await _proxy.DisposeAsync();
        await _jaicp.DisposeAsync();
        await _zendesk.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Sends a request, and waits until the process has nothing more to do.</summary>
    public async Task<Cost> MeasureAsync(WorstRequest request)
    {
        await WaitUntilIdleAsync();
        GC.Collect();
        var (allocated, cpu, start) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var status = await SendAsync(request);
        var answered = Stopwatch.GetElapsedTime(start);
        await WaitUntilIdleAsync();
        return new Cost(
            status,
            answered.TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,
            GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    public async Task<HttpStatusCode> SendAsync(WorstRequest request)
    {
        _proxy.Instead = request.Answer is not { } answer ? null
            : asked => asked.Path.Value!.Contains($"/{answer.TicketId}/comments", StringComparison.Ordinal) ? answer.Body : null;
        using var message = new HttpRequestMessage(
            request.Body is null ? HttpMethod.Get : HttpMethod.Post,
            new Uri(_bridge.Url, request.Path.Replace("{key}", FuzzedBridge.Key, StringComparison.Ordinal)));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            ServiceTarget.Sign(message, body);
        }

        message.Headers.Authorization = new("Bearer", FuzzedBridge.AdminKey);
        using var response = await _http.SendAsync(message);
        await response.Content.LoadIntoBufferAsync();
        return response.StatusCode;
    }

    /// <returns>The new ticket of a new client.</returns>
    public async Task<long> OpenTicketAsync()
    {
        var before = _zendesk.Tickets.Count;
        await SayAsync($"client of ticket {before}");
        while (_zendesk.Tickets.Count == before)
            await Task.Delay(Step, TimeProvider.System);
        return _zendesk.Tickets[^1].Id;
    }

    /// <summary>The longest time until a small text of a client was answered 200, while something else goes on.</summary>
    public async Task<double> GetLongestDelayAsync(Func<Task> beside)
    {
        var (longest, work) = (TimeSpan.Zero, Task.Run(beside));
        do
        {
            var start = Stopwatch.GetTimestamp();
            await SayAsync("somebody else");
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            await Task.Delay(Rest, TimeProvider.System);
        }
        while (!work.IsCompleted);
        await work;
        return longest.TotalMilliseconds;
    }

    private async Task SayAsync(string userId)
    {
        using var response = await _http.PostAsJsonAsync(
            new Uri(_bridge.Url, $"/operator/shop/{FuzzedBridge.Key}/sendText"), new { userId, text = "Hi" });
        response.EnsureSuccessStatusCode();
    }

    private static async Task WaitUntilIdleAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (var idle = 0; idle < 4 && Stopwatch.GetElapsedTime(start) < MaxWait;)
        {
            var before = Environment.CpuUsage.TotalTime;
            await Task.Delay(Step, TimeProvider.System);
            idle = Environment.CpuUsage.TotalTime - before < Rest ? idle + 1 : 0;
        }
    }
}
