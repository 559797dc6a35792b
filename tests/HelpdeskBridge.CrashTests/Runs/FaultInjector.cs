using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// Kills the service again and again, and makes both sides fail meanwhile, as the seed chooses. The seed also chooses how long the service
/// lives and how long a fault lasts. These times are part of the load: nothing is judged by them.
/// </summary>
internal sealed class FaultInjector(TestEnvironment environment, Random random) : IDisposable
{
    private static readonly FaultMode[] Modes =
    [
        FaultMode.Refuse503, FaultMode.InternalError500, FaultMode.Html502, FaultMode.TooMany429, FaultMode.Hang, FaultMode.ResetBeforeTaking,
        FaultMode.AcceptThenReset, FaultMode.AcceptThenHang,
    ];

    /// <summary>How long the service may live between two kills.</summary>
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(3);

    /// <summary>Only a failing run takes this long between two kills.</summary>
    private static readonly TimeSpan ProgressTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Only one outage at a time, so that the outages of both sides do not overlap.</summary>
    private readonly SemaphoreSlim _outage = new(1, 1);

    /// <summary>kill -9 so far.</summary>
    public int Kills { get; private set; }

    /// <summary>SIGTERM so far, without those that were cut short by kill -9.</summary>
    public int Terminations { get; private set; }

    /// <summary>Requests that a fault has met.</summary>
    public long FaultedRequests { get; private set; }

    /// <param name="plan">How many kills, spread evenly over how many messages.</param>
    /// <param name="countMessages">Messages so far. On a slow machine they come late, and the kills wait for them.</param>
    /// <param name="isOver">Whether the run is over.</param>
    public async Task RunAsync(RandomRunPlan plan, Func<int> countMessages, Func<bool> isOver)
    {
        var faults = new List<Task>();
        while (!isOver())
        {
            var messages = (int)((long)Kills * plan.Messages / plan.Kills);
            if (!await Poll.UntilAsync(() => countMessages() >= messages || isOver(), ProgressTimeout))
                throw new TimeoutException($"Only {countMessages()} of {messages} messages were sent before kill {Kills + 1}.");
            ChooseWebhookFaults();
            faults.RemoveAll(fault => fault.IsCompletedSuccessfully);
            faults.AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => InjectFaultAsync()));
            await EndServiceAsync();
            await environment.StartServiceAsync();
        }

        await Task.WhenAll(faults);
    }

    /// <summary>Faults at an even pace, while the service is ended only at given moments.</summary>
    /// <param name="pause">From some faults to the next.</param>
    /// <param name="endings">When the service is ended and started again, counted from now, the earliest first.</param>
    /// <param name="isOver">Whether the run is over.</param>
    public async Task RunAsync(TimeSpan pause, IReadOnlyList<TimeSpan> endings, Func<bool> isOver)
    {
        var started = TimeProvider.System.GetTimestamp();
        var faults = new List<Task>();
        for (var ended = 0; !isOver();)
        {
            ChooseWebhookFaults();
            faults.RemoveAll(fault => fault.IsCompletedSuccessfully);
            faults.AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => InjectFaultAsync()));
            await WaitAsync(pause);
            if (ended == endings.Count || TimeProvider.System.GetElapsedTime(started) < endings[ended])
                continue;
            ended++;
            await EndServiceAsync();
            await environment.StartServiceAsync();
        }

        await Task.WhenAll(faults);
    }

    public void Dispose() => _outage.Dispose();

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    private void ChooseWebhookFaults()
    {
        var faults = environment.Zendesk.WebhookFaults;
        (faults.DropRate, faults.DuplicateRate, faults.Reorder) = (random.Next(2) * 0.3, random.Next(2) * 0.3, random.Next(2) == 0);
    }

    private async Task InjectFaultAsync()
    {
        var isZendesk = random.Next(3) > 0;
        var mode = Modes[random.Next(Modes.Length)];
        var probability = 0.3 + (0.7 * random.NextDouble());
        var times = random.Next(1, 40);
        var retryAfter = random.Next(2) == 0 ? TimeSpan.FromSeconds(1) : (TimeSpan?)null;
        var (delay, duration) = (TimeSpan.FromMilliseconds(random.Next(500)), TimeSpan.FromMilliseconds(random.Next(200, 2000)));
        var isOutage = random.Next(5) == 0;
        await WaitAsync(delay);
        if (isOutage)
        {
            await InjectOutageAsync(isZendesk, duration);
            return;
        }

        var faults = isZendesk ? environment.Zendesk.Faults : environment.Jaicp.Faults;
        using var rule = faults.Add(mode, times, probability: probability, retryAfter: retryAfter);
        await WaitAsync(duration);
        FaultedRequests += rule.Hits;
    }

    private async Task InjectOutageAsync(bool isZendesk, TimeSpan duration)
    {
        await _outage.WaitAsync();
        await (isZendesk ? environment.Zendesk.StopListeningAsync() : environment.Jaicp.StopListeningAsync());
        await WaitAsync(duration);
        await (isZendesk ? environment.Zendesk.StartListeningAsync() : environment.Jaicp.StartListeningAsync());
        _outage.Release();
    }

    /// <summary>Ends the service, mostly between an effect and its record.</summary>
    private async Task EndServiceAsync()
    {
        var lifetime = MaxLifetime * random.NextDouble();
        switch (random.Next(10))
        {
            case 0: // soon after it listens
                await WaitAsync(lifetime / 10);
                await KillAsync();
                break;
            case 1: // SIGTERM, cut short or not
                await WaitAsync(lifetime);
                await TerminateAsync(random.Next(2) == 0 ? TimeSpan.FromMilliseconds(random.Next(200)) : null);
                break;
            case 2: // the helpdesk has accepted a write and does not answer
                await WaitAsync(lifetime / 2);
                await KillWhileAnswerIsHeldAsync(environment.Zendesk.Faults, request =>
                    request.Method is not "GET" && request.Path.StartsWith("/api/v2/tickets", StringComparison.Ordinal));
                break;
            case 3: // JAICP has accepted an event and does not answer
                await WaitAsync(lifetime / 2);
                await KillWhileAnswerIsHeldAsync(environment.Jaicp.Faults, request => request.Operation == JaicpOperation.ReceiveEvent);
                break;
            case 4: // a call was just answered
                await WaitAsync(lifetime / 2);
                await KillAfterAsync(entry => entry is { System: "JAICP", Direction: JournalDirection.Sent, Status: 200 });
                break;
            case 5: // a webhook was just answered
                await WaitAsync(lifetime / 2);
                await KillAfterAsync(entry => entry is { System: "Zendesk", Direction: JournalDirection.Sent, Status: 200 });
                break;
            case 6: // a write was just answered, and perhaps not recorded yet
                await WaitAsync(lifetime / 2);
                await KillAfterAsync(entry => entry is { Direction: JournalDirection.Taken, Status: 200 or 201, Method: "POST" or "PUT" });
                break;
            default:
                await WaitAsync(lifetime);
                await KillAsync();
                break;
        }
    }

    private async Task KillWhileAnswerIsHeldAsync(Faults faults, Func<FaultyRequest, bool> where)
    {
        using var rule = faults.Add(FaultMode.AcceptThenHang, times: 1, where: where);
        await Poll.UntilAsync(() => rule.Hits > 0, MaxLifetime / 2);
        await WaitAsync(TimeSpan.FromMilliseconds(random.Next(30)));
        await KillAsync();
        FaultedRequests += rule.Hits;
    }

    private async Task KillAfterAsync(Func<JournalEntry, bool> condition)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        environment.Journal.Written += OnWritten;
        await Task.WhenAny(seen.Task, WaitAsync(MaxLifetime / 2));
        environment.Journal.Written -= OnWritten;
        await KillAsync();

        void OnWritten(JournalEntry entry)
        {
            if (condition(entry))
                seen.TrySetResult();
        }
    }

    private async Task KillAsync()
    {
        await environment.KillServiceAsync();
        Kills++;
    }

    private async Task TerminateAsync(TimeSpan? killAfter)
    {
        var ending = environment.TerminateServiceAsync();
        if (killAfter is { } delay && await Task.WhenAny(ending, WaitAsync(delay)) != ending)
            await KillAsync();
        else
            Terminations++;
        await ending;
    }
}
