using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators;

/// <summary>Lets each request pass, or fails it the way the matching <see cref="FaultRule"/> says.</summary>
internal sealed class FaultGate(Faults faults, TimeProvider time, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Name ?? "";
        var rule = faults.Hit(new FaultyRequest(context.Request.Method, context.Request.Path, operation));
        if (rule is null)
        {
            await next(context);
            return;
        }

        var note = RequestNote.Of(context);
        (note.Summary, note.Fault) = (operation, Phrase(rule.Mode));
        await FailAsync(context, next, rule);
    }

    private Task FailAsync(HttpContext context, RequestDelegate next, FaultRule rule) => rule.Mode switch
    {
        FaultMode.Refuse503 => AnswerAsync(context, 503, "text/plain", "Service unavailable", rule.RetryAfter),
        FaultMode.InternalError500 => AnswerAsync(context, 500, "application/json", """{"error":"InternalError"}"""),
        FaultMode.Html502 => AnswerAsync(context, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        FaultMode.Forbidden403 => AnswerAsync(context, 403, "application/json", """{"error":"Forbidden"}"""),
        FaultMode.TooMany429 => AnswerAsync(context, 429, "text/plain", "Number of allowed API requests per minute exceeded", rule.RetryAfter),
        FaultMode.Hang => HangAsync(context),
        FaultMode.ResetBeforeTaking => Reset(context),
        FaultMode.AcceptThenReset => AcceptThenAsync(context, next, Reset),
        FaultMode.AcceptThenHang => AcceptThenAsync(context, next, HangAsync),
        _ => throw new InvalidOperationException($"No such fault: {rule.Mode}"),
    };

    private static string Phrase(FaultMode mode) => mode switch
    {
        FaultMode.Refuse503 => "refused, service unavailable",
        FaultMode.InternalError500 => "refused, internal error",
        FaultMode.Html502 => "refused by a proxy",
        FaultMode.Forbidden403 => "forbidden",
        FaultMode.TooMany429 => "refused, too many requests",
        FaultMode.Hang => "left hanging",
        FaultMode.ResetBeforeTaking => "cut off",
        FaultMode.AcceptThenHang => "done, but never answered",
        _ => "done, but the answer is lost",
    };

    private static Task AnswerAsync(HttpContext context, int status, string contentType, string body, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(body);
    }

    private async Task HangAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, end.Token);
        }
        catch (OperationCanceledException)
        {
            await Reset(context);
        }
    }

    private static async Task AcceptThenAsync(HttpContext context, RequestDelegate next, Func<HttpContext, Task> fail)
    {
        // The answer goes into a buffer nobody reads: not a byte of it may leave before the connection is cut.
        context.Response.Body = new MemoryStream();
        await next(context);
        await fail(context);
    }

    private static Task Reset(HttpContext context)
    {
        RequestNote.Of(context).AnswerLost = true;
        context.Abort();
        return Task.CompletedTask;
    }
}
