using System.Net;
using System.Net.Http.Headers;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Makes one signed attempt to deliver a webhook, and decides whether Zendesk would retry it.</summary>
internal sealed class WebhookClient(Journal journal, TimeProvider time, HttpMessageHandler network) : IDisposable
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2); // Zendesk does not document its delay

    private readonly HttpClient _http = new(network) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<AttemptResult> SendAsync(WebhookSender.Job job, int attempt, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(ResponseTimeout, time);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        AttemptResult result;
        string? error = null;
        try
        {
            using var request = CreateRequest(job, at);
            using var response = await _http.SendAsync(request, cancelled.Token);
            result = Evaluate(response, attempt);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            error = "timed out";
            result = new AttemptResult(attempt, WebhookOutcome.Failed, null, attempt <= 5 ? RetryDelay : null);
        }
        catch (HttpRequestException failure)
        {
            // Zendesk does not retry when the connection is refused, so the webhook is lost.
            error = failure.HttpRequestError.ToString();
            result = new AttemptResult(attempt, WebhookOutcome.Failed, null);
        }

        WriteJournal(job, at, result.Status, time.GetElapsedTime(started), Summarize(job, result, error));
        return result;
    }

    public void WriteDropped(WebhookSender.Job job) =>
        WriteJournal(job, time.GetUtcNow(), null, TimeSpan.Zero, $"{GetShortEvent(job)} for #{job.Body.TicketId}: dropped");

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage CreateRequest(WebhookSender.Job job, DateTimeOffset at)
    {
        var timestamp = at.ToIso();
        var request = new HttpRequestMessage(HttpMethod.Post, job.Webhook.Url) { Content = new ByteArrayContent(job.Body.Bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "Zendesk Webhook");
        request.Headers.Add("X-Zendesk-Account-Id", "22129848");
        request.Headers.Add("X-Zendesk-Webhook-Id", job.WebhookId ?? "01JDC2V9Z1W8M4T0QH5B3N7KXR");
        request.Headers.Add("X-Zendesk-Webhook-Invocation-Id", job.InvocationId);
        request.Headers.Add("X-Zendesk-Webhook-Signature", WebhookSignature.Compute(job.Webhook.Secret, timestamp, job.Body.Bytes));
        request.Headers.Add("X-Zendesk-Webhook-Signature-Timestamp", timestamp);
        return request;
    }

    private static AttemptResult Evaluate(HttpResponseMessage response, int attempt)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return new AttemptResult(attempt, WebhookOutcome.Delivered, status);
        TimeSpan? retryAfter = response.StatusCode switch
        {
            HttpStatusCode.Conflict when attempt <= 3 => RetryDelay,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                when attempt <= 3 && response.Headers.RetryAfter?.Delta is { } delay && delay < MaxRetryAfter => delay,
            _ => null,
        };
        return new AttemptResult(attempt, WebhookOutcome.Failed, status, retryAfter);
    }

    private void WriteJournal(WebhookSender.Job job, DateTimeOffset at, int? status, TimeSpan took, string summary) =>
        journal.Write(at, SimulatedZendesk.Name, JournalDirection.Sent, "POST", job.Webhook.Url.AbsolutePath, status, took, summary);

    private static string Summarize(WebhookSender.Job job, AttemptResult result, string? error)
    {
        var text = $"{GetShortEvent(job)} for #{job.Body.TicketId}";
        if (error is not null)
            text += $": {error}";
        if (result.RetryAfter is { } delay)
            text += $", retry in {delay.TotalSeconds:0} s";
        return text;
    }

    private static string GetShortEvent(WebhookSender.Job job) => job.Body.Event.Replace("zen:event-type:", "", StringComparison.Ordinal);
}
