using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Kills the process again and again, and meanwhile makes both sides fail in every way they can, as the seed chooses.</summary>
internal sealed class Chaos(World world, Random random) : IDisposable
{
    private static readonly FaultMode[] Modes =
    [
        FaultMode.Refuse503, FaultMode.InternalError500, FaultMode.Html502, FaultMode.TooMany429, FaultMode.Hang, FaultMode.ResetBeforeTaking,
        FaultMode.AcceptThenReset, FaultMode.AcceptThenHang,
    ];

    /// <summary>How long the process may live between two kills.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(3);

    /// <summary>One side at a time is switched off as a whole.</summary>
    private readonly SemaphoreSlim _outage = new(1, 1);

    /// <summary>kill -9 so far.</summary>
    public int Kills { get; private set; }

    /// <summary>Polite ends (SIGTERM) so far, those that were then cut short by kill -9 not among them.</summary>
    public int Terminations { get; private set; }

    /// <summary>Requests that a fault met.</summary>
    public long FaultsHit { get; private set; }

    public async Task RunAsync(Func<bool> isOver)
    {
        var faults = new List<Task>();
        while (!isOver())
        {
            ShuffleWebhooks();
            faults.RemoveAll(fault => fault.IsCompletedSuccessfully);
            faults.AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => FaultAsync()));
            await EndAsync();
            await world.StartBridgeAsync();
        }

        await Task.WhenAll(faults);
    }

    /// <summary>Everything works again.</summary>
    public async Task CalmAsync()
    {
        world.Zendesk.Faults.Clear();
        world.Jaicp.Faults.Clear();
        (world.Zendesk.WebhookFaults.DropRate, world.Zendesk.WebhookFaults.DuplicateRate, world.Zendesk.WebhookFaults.Reorder) = (0, 0, false);
        await world.Zendesk.StartListeningAsync();
        await world.Jaicp.StartListeningAsync();
    }

    public void Dispose() => _outage.Dispose();

    private void ShuffleWebhooks()
    {
        var faults = world.Zendesk.WebhookFaults;
        (faults.DropRate, faults.DuplicateRate, faults.Reorder) = (random.Next(2) * 0.3, random.Next(2) * 0.3, random.Next(2) == 0);
    }

    private async Task FaultAsync()
    {
        var (zendesk, mode, probability, times) = (random.Next(3) > 0, Modes[random.Next(Modes.Length)], 0.3 + (0.7 * random.NextDouble()), random.Next(1, 40));
        var retryAfter = random.Next(2) == 0 ? TimeSpan.FromSeconds(1) : (TimeSpan?)null;
        var (start, length) = (TimeSpan.FromMilliseconds(random.Next(500)), TimeSpan.FromMilliseconds(random.Next(200, 2000)));
        var outage = random.Next(5) == 0;
        await Wait.ForAsync(start);
        if (outage)
        {
            await OutageAsync(zendesk, length);
            return;
        }

        using var rule = (zendesk ? world.Zendesk.Faults : world.Jaicp.Faults).Add(mode, times, probability: probability, retryAfter: retryAfter);
        await Wait.ForAsync(length);
        FaultsHit += rule.Hits;
    }

    private async Task OutageAsync(bool zendesk, TimeSpan length)
    {
        await _outage.WaitAsync();
        await (zendesk ? world.Zendesk.StopListeningAsync() : world.Jaicp.StopListeningAsync());
        await Wait.ForAsync(length);
        await (zendesk ? world.Zendesk.StartListeningAsync() : world.Jaicp.StartListeningAsync());
        _outage.Release();
    }

    /// <summary>Ends the process, mostly where it hurts.</summary>
    private async Task EndAsync()
    {
        var life = LongestLife * random.NextDouble();
        switch (random.Next(10))
        {
            case 0: // right after it listens
                await Wait.ForAsync(life / 10);
                await KillAsync();
                break;
            case 1: // SIGTERM, cut short or not
                await Wait.ForAsync(life);
                await TerminateAsync(random.Next(2) == 0 ? TimeSpan.FromMilliseconds(random.Next(200)) : null);
                break;
            case 2: // the helpdesk has taken a write and does not answer
                await Wait.ForAsync(life / 2);
                await KillWhileHeldAsync(world.Zendesk.Faults, request => request.Method is "POST" or "PUT" && request.Path.StartsWith("/api/v2/tickets", StringComparison.Ordinal));
                break;
            case 3: // JAICP has taken an event and does not answer
                await Wait.ForAsync(life / 2);
                await KillWhileHeldAsync(world.Jaicp.Faults, request => request.Operation == JaicpOperation.ReceiveEvent);
                break;
            case 4: // a call was just answered
                await Wait.ForAsync(life / 2);
                await KillAfterAsync(entry => entry is { System: "JAICP", Direction: JournalDirection.Sent, Status: 200 });
                break;
            case 5: // a webhook was just answered
                await Wait.ForAsync(life / 2);
                await KillAfterAsync(entry => entry is { System: "Zendesk", Direction: JournalDirection.Sent, Status: 200 });
                break;
            case 6: // a write was just answered, and perhaps not yet recorded
                await Wait.ForAsync(life / 2);
                await KillAfterAsync(entry => entry is { Direction: JournalDirection.Taken, Status: 200 or 201, Method: "POST" or "PUT" });
                break;
            default:
                await Wait.ForAsync(life);
                await KillAsync();
                break;
        }
    }

    private async Task KillWhileHeldAsync(Faults faults, Func<FaultyRequest, bool> where)
    {
        using var rule = faults.Add(FaultMode.AcceptThenHang, times: 1, where: where);
        await Wait.UntilAsync(() => rule.Hits > 0, LongestLife / 2);
        await Wait.ForAsync(TimeSpan.FromMilliseconds(random.Next(30)));
        await KillAsync();
        FaultsHit += rule.Hits;
    }

    private async Task KillAfterAsync(Func<JournalEntry, bool> what)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(JournalEntry entry)
        {
            if (what(entry))
                seen.TrySetResult();
        }

        world.Journal.Written += Look;
        await Task.WhenAny(seen.Task, Wait.ForAsync(LongestLife / 2));
        world.Journal.Written -= Look;
        await KillAsync();
    }

    private async Task KillAsync()
    {
        await world.KillAsync();
        Kills++;
    }

    private async Task TerminateAsync(TimeSpan? cutShortAfter)
    {
        var ending = world.TerminateAsync();
        if (cutShortAfter is { } patience && await Task.WhenAny(ending, Wait.ForAsync(patience)) != ending)
            await KillAsync();
        else
            Terminations++;
        await ending;
    }
}
