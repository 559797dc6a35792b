using System.Threading.Channels;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Sends the webhooks, beside the API: no answer ever waits for one. Webhooks of one ticket go out in order unless reordering is
/// switched on; a retry goes out when its time has come, whatever has been sent meanwhile.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private const int Lanes = 8;

    private readonly WebhookBodies _bodies;
    private readonly WebhookCall _call;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<WebhookDelivery> _deliveries = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<Job>[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Job>())];
    private readonly Task[] _workers;
    private int _pending;

    public WebhookSender(WebhookBodies bodies, WebhookCall call, TimeProvider time, int seed)
    {
        (_bodies, _call, _time, _random) = (bodies, call, time, new Random(seed));
        _workers = [.. _lanes.Select(lane => Task.Run(() => WorkAsync(lane.Reader)))];
    }

    public Webhook? Webhook { get; set; }

    public WebhookFaults Faults { get; } = new();

    /// <summary>Webhooks not yet at their end, retries included.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public IReadOnlyList<WebhookDelivery> Deliveries
    {
        get
        {
            lock (_gate)
                return [.. _deliveries];
        }
    }

    public void Announce(Audit audit)
    {
        if (Webhook is not { } webhook)
            return;
        foreach (var body in _bodies.Of(audit, webhook.Form))
        {
            var job = new Job(webhook, body, Guid.CreateVersion7(audit.At).ToString("N"));
            var (lane, copies) = Route(body.TicketId);
            if (copies == 0)
                Record(job, new CallResult(0, WebhookOutcome.Dropped, null));
            for (var copy = 0; copy < copies; copy++)
            {
                Interlocked.Increment(ref _pending);
                _lanes[lane].Writer.TryWrite(job);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var lane in _lanes)
            lane.Writer.Complete();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _call.Dispose();
        _stopping.Dispose();
    }

    private (int Lane, int Copies) Route(long ticketId)
    {
        var ordered = (int)(ticketId % Lanes);
        if (Faults.Clean)
            return (ordered, 1);
        lock (_gate)
        {
            if (_random.NextDouble() < Faults.DropRate)
                return (0, 0);
            var copies = _random.NextDouble() < Faults.DuplicateRate ? 2 : 1;
            return (Faults.Reorder ? _random.Next(Lanes) : ordered, copies);
        }
    }

    private async Task WorkAsync(ChannelReader<Job> jobs)
    {
        await foreach (var job in jobs.ReadAllAsync(_stopping.Token))
        {
            if (Faults.Reorder)
                await Task.Delay(Shuffle(), _time, _stopping.Token);
            var first = await _call.SendAsync(Current(job), attempt: 1, _stopping.Token);
            if (first.RetryAfter is { } wait)
                _ = RetryAsync(job, first, wait);
            else
                End(job, first);
        }
    }

    private async Task RetryAsync(Job job, CallResult last, TimeSpan wait)
    {
        try
        {
            for (TimeSpan? next = wait; next is { } pause; next = last.RetryAfter)
            {
                await Task.Delay(pause, _time, _stopping.Token);
                last = await _call.SendAsync(Current(job), last.Attempts + 1, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The simulator is going away, and its webhooks with it.
        }

        End(job, last);
    }

    /// <summary>A call goes to the address the webhook has by then: whoever took over the old one would let it run into its time-out.</summary>
    private Job Current(Job job) => Webhook is { } webhook ? job with { Webhook = webhook } : job;

    private TimeSpan Shuffle()
    {
        lock (_gate)
            return TimeSpan.FromMilliseconds(_random.Next(50));
    }

    private void End(Job job, CallResult result)
    {
        Record(job, result);
        Interlocked.Decrement(ref _pending);
    }

    private void Record(Job job, CallResult result)
    {
        if (result.Outcome == WebhookOutcome.Dropped)
            _call.NoteDropped(job);
        var (name, ticketId, bytes) = job.Body;
        lock (_gate)
            _deliveries.Add(new WebhookDelivery(job.InvocationId, name, ticketId, bytes, result.Attempts, result.Outcome, result.Status));
    }

    internal sealed record Job(Webhook Webhook, WebhookBody Body, string InvocationId);
}

/// <summary>What came of an attempt; with a time to wait when there will be another.</summary>
internal sealed record CallResult(int Attempts, WebhookOutcome Outcome, int? Status, TimeSpan? RetryAfter = null);
