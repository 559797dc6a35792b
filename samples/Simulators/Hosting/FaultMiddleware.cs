using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators;

/// <summary>Passes each request on, or fails it as the first matching <see cref="FaultRule"/> demands.</summary>
internal sealed class FaultMiddleware(Faults faults, TimeProvider time, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Name ?? "";
        var rule = faults.Match(new FaultyRequest(context.Request.Method, context.Request.Path, operation));
        if (rule is null)
        {
            await next(context);
            return;
        }

        var annotation = JournalAnnotation.Get(context);
        (annotation.Summary, annotation.Fault) = (operation, Describe(rule.Mode));
        await FailAsync(context, next, rule);
    }

    private Task FailAsync(HttpContext context, RequestDelegate next, FaultRule rule) => rule.Mode switch
    {
        FaultMode.Refuse503 => AnswerAsync(
            context, 503, "application/json", """{"error":"ServiceUnavailable","description":"Service is unavailable"}""", rule.RetryAfter),
        FaultMode.InternalError500 => AnswerAsync(context, 500, "application/json", """{"error":"InternalError"}"""),
        FaultMode.Html502 => AnswerAsync(context, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        FaultMode.Forbidden403 => AnswerAsync(context, 403, "application/json", """{"error":"Forbidden"}"""),
        FaultMode.TooMany429 => AnswerAsync(context, 429, "text/plain", "Number of allowed API requests per minute exceeded", rule.RetryAfter),
        FaultMode.Hang => HangAsync(context),
        FaultMode.ResetBeforeTaking => ResetAsync(context),
        FaultMode.AcceptThenReset => AcceptThenAsync(context, next, ResetAsync),
        FaultMode.AcceptThenHang => AcceptThenAsync(context, next, HangAsync),
        _ => throw new InvalidOperationException($"Unknown fault mode: {rule.Mode}"),
    };

    private static string Describe(FaultMode mode) => mode switch
    {
        FaultMode.Refuse503 => "refused, service unavailable",
        FaultMode.InternalError500 => "refused, internal error",
        FaultMode.Html502 => "refused by a proxy",
        FaultMode.Forbidden403 => "forbidden",
        FaultMode.TooMany429 => "refused, too many requests",
        FaultMode.Hang => "never answered",
        FaultMode.ResetBeforeTaking => "connection cut",
        FaultMode.AcceptThenHang => "done, but never answered",
        _ => "done, but the answer was lost",
    };

    private static Task AnswerAsync(HttpContext context, int status, string contentType, string body, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (retryAfter is { } delay)
            context.Response.Headers.RetryAfter = ((long)delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(body);
    }

    private async Task HangAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token);
        }
        catch (OperationCanceledException)
        {
            await ResetAsync(context);
        }
    }

    private static async Task AcceptThenAsync(HttpContext context, RequestDelegate next, Func<HttpContext, Task> fail)
    {
        // The answer goes into a buffer that is discarded, so that not a byte of it is sent before the connection is cut.
        context.Response.Body = new MemoryStream();
        await next(context);
        await fail(context);
    }

    private static Task ResetAsync(HttpContext context)
    {
        JournalAnnotation.Get(context).AnswerLost = true;
        context.Abort();
        return Task.CompletedTask;
    }
}
