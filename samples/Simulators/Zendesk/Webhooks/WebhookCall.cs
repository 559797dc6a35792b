using System.Net;
using System.Net.Http.Headers;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>One attempt to deliver a webhook, signed, and whether Zendesk would try again.</summary>
internal sealed class WebhookCall(Journal journal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2); // how long Zendesk waits is not documented

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<CallResult> SendAsync(WebhookSender.Job job, int attempt, CancellationToken stopping)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        CallResult result;
        string? trouble = null;
        try
        {
            using var request = Request(job, at);
            using var response = await _http.SendAsync(request, either.Token);
            result = Judge(response, attempt);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            trouble = "timed out";
            result = new CallResult(attempt, WebhookOutcome.Failed, null, attempt <= 5 ? Pause : null);
        }
        catch (HttpRequestException failure)
        {
            // Zendesk promises no retry when nobody listens: such a webhook is gone.
            trouble = failure.HttpRequestError.ToString();
            result = new CallResult(attempt, WebhookOutcome.Failed, null);
        }

        Note(job, at, result.Status, time.GetElapsedTime(started), Summary(job, result, trouble));
        return result;
    }

    public void NoteDropped(WebhookSender.Job job) =>
        Note(job, time.GetUtcNow(), null, TimeSpan.Zero, $"{Short(job)} for #{job.Body.TicketId}: dropped");

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(WebhookSender.Job job, DateTimeOffset at)
    {
        var timestamp = at.ToIso();
        var request = new HttpRequestMessage(HttpMethod.Post, job.Webhook.Url) { Content = new ByteArrayContent(job.Body.Bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "Zendesk Webhook");
        request.Headers.Add("X-Zendesk-Account-Id", "22129848");
        request.Headers.Add("X-Zendesk-Webhook-Id", "01JDC2V9Z1W8M4T0QH5B3N7KXR");
        request.Headers.Add("X-Zendesk-Webhook-Invocation-Id", job.InvocationId);
        request.Headers.Add("X-Zendesk-Webhook-Signature", WebhookSignature.Of(job.Webhook.Secret, timestamp, job.Body.Bytes));
        request.Headers.Add("X-Zendesk-Webhook-Signature-Timestamp", timestamp);
        return request;
    }

    private static CallResult Judge(HttpResponseMessage response, int attempt)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return new CallResult(attempt, WebhookOutcome.Delivered, status);
        TimeSpan? again = response.StatusCode switch
        {
            HttpStatusCode.Conflict when attempt <= 3 => Pause,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                when attempt <= 3 && response.Headers.RetryAfter?.Delta is { } wait && wait < LongestRetryAfter => wait,
            _ => null,
        };
        return new CallResult(attempt, WebhookOutcome.Failed, status, again);
    }

    private void Note(WebhookSender.Job job, DateTimeOffset at, int? status, TimeSpan took, string summary) =>
        journal.Write(at, SimulatedZendesk.Name, JournalDirection.Sent, "POST", job.Webhook.Url.AbsolutePath, status, took, summary);

    private static string Summary(WebhookSender.Job job, CallResult result, string? trouble)
    {
        var text = $"{Short(job)} for #{job.Body.TicketId}";
        if (trouble is not null)
            text += $": {trouble}";
        if (result.RetryAfter is { } wait)
            text += $", again in {wait.TotalSeconds:0} s";
        return text;
    }

    private static string Short(WebhookSender.Job job) => job.Body.Event.Replace("zen:event-type:", "", StringComparison.Ordinal);
}
