using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>Measures the service from outside, at an even pace. Somebody also looks at its pages meanwhile.</summary>
internal sealed class SoakSampler(TestEnvironment environment, SoakPlan plan, long started) : IDisposable
{
    private const double Mega = 1024 * 1024;

    /// <summary>After so many texts somebody else writes, so that Zendesk's limit of thirty updates delays none.</summary>
    private const int TextsPerProbe = 15;

    /// <summary>A message that is still under way then is not measured: the helpdesk, JAICP or the service is down.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Texts can be read back only from clients that are named by a number.</summary>
    private const int FirstProbe = 1_000_000;

    private static readonly string[] Pages = ["metrics", "health/ready"];

    private readonly HttpClient _http = new();
    private ChatParticipants? _probe;
    private int _texts;

    /// <summary>The samples so far. There is none of a moment in which the service did not run.</summary>
    public IReadOnlyList<SoakSample> Samples { get; private set; } = [];

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(started);

    public async Task RunAsync(Func<bool> isOver)
    {
        for (var next = plan.SampleEvery; !isOver(); next += plan.SampleEvery)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (next - Elapsed).Ticks)), TimeProvider.System);
            try
            {
                await SampleAsync();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
            {
                // The process was ended just now.
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task SampleAsync()
    {
        if (environment.Running is not [var process])
            return;
        foreach (var page in Pages)
            (await _http.GetAsync(new Uri(process.Url, page))).Dispose();
        await environment.GetAdminAsync("status");
        await environment.GetAdminAsync("reports?by=group");
        var (toHelpdesk, toClient) = await ProbeAsync();
        if (environment.Service != process)
            return;
        var sample = new SoakSample(
            Elapsed, environment.ServiceStarts, process.ResidentMegabytes(), process.ThreadCount(), process.OpenFileCount(),
            environment.Store.GetSize() / Mega, toHelpdesk, toClient);
        Samples = [.. Samples, sample];
    }

    /// <summary>One text and one reply, in a chat that nobody else takes part in.</summary>
    private async Task<(double? ToHelpdesk, double? ToClient)> ProbeAsync()
    {
        if (_probe is null || _texts++ % TextsPerProbe == 0)
            _probe = new ChatParticipants(environment, $"u{FirstProbe + _texts}");
        var probe = _probe;
        if (!await probe.SendTextAsync())
            return (null, null);
        var call = probe.Calls[^1];
        if (!await Poll.UntilAsync(() => probe.IsInTicket(call.Number), ProbeTimeout))
            return (null, null);
        var toHelpdesk = TimeProvider.System.GetUtcNow() - call.EndedAt;
        if (!probe.Reply(probe.FindTicketWith(call.Number)!))
            return (toHelpdesk.TotalSeconds, null);
        var reply = probe.Actions[^1];
        if (!await Poll.UntilAsync(() => probe.IsDelivered(reply.Number), ProbeTimeout))
            return (toHelpdesk.TotalSeconds, null);
        var received = environment.Jaicp.Events.Last(received => received.UserId == probe.UserId && received.Type == "TextMessage");
        return (toHelpdesk.TotalSeconds, (received.ReceivedAt - reply.EndedAt).TotalSeconds);
    }
}
