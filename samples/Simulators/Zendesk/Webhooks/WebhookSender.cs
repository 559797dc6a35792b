using System.Threading.Channels;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Sends the webhooks in the background, so that no API response waits for one. Webhooks of one ticket are sent in order, unless
/// reordering is switched on. A retry is sent when it is due, even if later webhooks were sent in the meantime.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private const int QueueCount = 8;

    private readonly WebhookBodies _bodies;
    private readonly BusinessRules _rules;
    private readonly WebhookClient _client;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<WebhookDelivery> _deliveries = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<Job>[] _queues = [.. Enumerable.Range(0, QueueCount).Select(_ => Channel.CreateUnbounded<Job>())];
    private readonly Task[] _workers;
    private int _pending;

    public WebhookSender(WebhookBodies bodies, BusinessRules rules, WebhookClient client, TimeProvider time, int seed)
    {
        (_bodies, _rules, _client, _time, _random) = (bodies, rules, client, time, new Random(seed));
        _workers = [.. _queues.Select(queue => Task.Run(() => WorkAsync(queue.Reader)))];
    }

    public Webhook? Webhook { get; set; }

    public WebhookFaults Faults { get; } = new();

    /// <summary>Webhooks that are not finished yet, retries included.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public IReadOnlyList<WebhookDelivery> Deliveries
    {
        get
        {
            lock (_gate)
                return [.. _deliveries];
        }
    }

    public void Enqueue(Audit audit)
    {
        if (Webhook is { } webhook)
            Enqueue(webhook, webhookId: null, _bodies.Create(audit, webhook.Form), audit);
        foreach (var registered in _rules.Webhooks.Where(registered => registered.Status == "active"))
            Enqueue(GetTarget(registered), registered.Id, CreateBodies(registered, audit), audit);
    }

    private void Enqueue(Webhook webhook, string? webhookId, IEnumerable<WebhookBody> bodies, Audit audit)
    {
        foreach (var body in bodies)
        {
            var job = new Job(webhook, webhookId, body, Guid.CreateVersion7(audit.At).ToString("N"));
            var (queue, copies) = Route(body.TicketId);
            if (copies == 0)
                Record(job, new AttemptResult(0, WebhookOutcome.Dropped, null));
            for (var copy = 0; copy < copies; copy++)
            {
                Interlocked.Increment(ref _pending);
                _queues[queue].Writer.TryWrite(job);
            }
        }
    }

    private IEnumerable<WebhookBody> CreateBodies(SimulatedWebhook webhook, Audit audit) =>
        webhook.Subscriptions.Contains(SimulatedWebhook.CalledByTriggers)
            ? _rules.Triggers.Where(trigger => trigger.WebhookId == webhook.Id && TriggerRun.Matches(trigger, audit))
                .Select(trigger => TriggerRun.CreateBody(trigger, audit))
            : _bodies.Create(audit, WebhookForm.EventSubscription).Where(body => webhook.Subscriptions.Contains(body.Event));

    private static Webhook GetTarget(SimulatedWebhook webhook) => new(new Uri(webhook.Endpoint), webhook.Secret);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var queue in _queues)
            queue.Writer.Complete();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stopping.Dispose();
    }

    private (int Queue, int Copies) Route(long ticketId)
    {
        var ordered = (int)(ticketId % QueueCount);
        if (Faults.IsNone)
            return (ordered, 1);
        lock (_gate)
        {
            if (_random.NextDouble() < Faults.DropRate)
                return (0, 0);
            var copies = _random.NextDouble() < Faults.DuplicateRate ? 2 : 1;
            return (Faults.Reorder ? _random.Next(QueueCount) : ordered, copies);
        }
    }

    private async Task WorkAsync(ChannelReader<Job> jobs)
    {
        await foreach (var job in jobs.ReadAllAsync(_stopping.Token))
        {
            if (Faults.Reorder)
                await Task.Delay(GetRandomDelay(), _time, _stopping.Token);
            var first = await _client.SendAsync(WithCurrentWebhook(job), attempt: 1, _stopping.Token);
            if (first.RetryAfter is { } delay)
                _ = RetryAsync(job, first, delay);
            else
                Complete(job, first);
        }
    }

    private async Task RetryAsync(Job job, AttemptResult last, TimeSpan delay)
    {
        try
        {
            for (TimeSpan? next = delay; next is { } wait; next = last.RetryAfter)
            {
                await Task.Delay(wait, _time, _stopping.Token);
                last = await _client.SendAsync(WithCurrentWebhook(job), last.Attempts + 1, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The simulator is stopping, so the webhook is not sent.
        }

        Complete(job, last);
    }

    /// <summary>Each attempt uses the webhook's present address. A restarted bridge may have a new one, and the old one might never answer.</summary>
    private Job WithCurrentWebhook(Job job)
    {
        if (job.WebhookId is { } id)
            return _rules.FindWebhook(id) is { } registered ? job with { Webhook = GetTarget(registered) } : job;
        return Webhook is { } webhook ? job with { Webhook = webhook } : job;
    }

    private TimeSpan GetRandomDelay()
    {
        lock (_gate)
            return TimeSpan.FromMilliseconds(_random.Next(50));
    }

    private void Complete(Job job, AttemptResult result)
    {
        Record(job, result);
        Interlocked.Decrement(ref _pending);
    }

    private void Record(Job job, AttemptResult result)
    {
        if (result.Outcome == WebhookOutcome.Dropped)
            _client.WriteDropped(job);
        var (name, ticketId, bytes) = job.Body;
        lock (_gate)
        {
            _deliveries.Add(new WebhookDelivery(job.InvocationId, name, ticketId, bytes, result.Attempts, result.Outcome, result.Status)
            {
                WebhookId = job.WebhookId,
                At = _time.GetUtcNow(),
            });
        }
    }

    internal sealed record Job(Webhook Webhook, string? WebhookId, WebhookBody Body, string InvocationId);
}

/// <summary>The result of an attempt, with a delay if there will be another one.</summary>
internal sealed record AttemptResult(int Attempts, WebhookOutcome Outcome, int? Status, TimeSpan? RetryAfter = null);
