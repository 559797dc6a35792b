using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators;

/// <summary>Passes each request on, or fails it as the first matching <see cref="FaultRule"/> demands.</summary>
internal sealed class FaultMiddleware(Faults faults, TimeProvider time, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Name ?? "";
        long? objectId = context.GetRouteValue("id") is string text && long.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;
        var rule = faults.Match(new FaultyRequest(context.Request.Method, context.Request.Path, operation, objectId));
        if (rule is null)
        {
            await next(context);
            return;
        }

        var annotation = JournalAnnotation.Get(context);
        (annotation.Summary, annotation.Fault) = (objectId is null ? operation : $"{operation} #{objectId}", Describe(rule.Mode));
        await FailAsync(context, next, rule);
    }

    private Task FailAsync(HttpContext context, RequestDelegate next, FaultRule rule) => rule.Mode switch
    {
        FaultMode.Refuse503 => AnswerAsync(
            context, 503, "application/json", """{"error":"ServiceUnavailable","description":"Service is unavailable"}""", rule.RetryAfter),
        FaultMode.InternalError500 => AnswerAsync(context, 500, "application/json", """{"error":"InternalError"}"""),
        FaultMode.Html502 => AnswerAsync(context, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        FaultMode.Proxy503 => AnswerAsProxyAsync(context),
        FaultMode.Forbidden403 => AnswerAsync(
            context, 403, "application/json", """{"error":"Forbidden","description":"You do not have access to this page."}"""),
        FaultMode.TooMany429 => AnswerAsync(context, 429, "text/plain", "Number of allowed API requests per minute exceeded", rule.RetryAfter),
        FaultMode.Hang => HangAsync(context),
        FaultMode.ResetBeforeTaking => ResetAsync(context),
        FaultMode.AcceptThenReset => AcceptThenAsync(context, next, ResetAsync),
        FaultMode.AcceptThenHang => AcceptThenAsync(context, next, HangAsync),
        FaultMode.AcceptThenProxy503 => AcceptThenAsync(context, next, AnswerAsProxyAsync),
        FaultMode.AcceptLate => AcceptLateAsync(context, next, rule),
        _ => throw new InvalidOperationException($"Unknown fault mode: {rule.Mode}"),
    };

    private static string Describe(FaultMode mode) => mode switch
    {
        FaultMode.Refuse503 => "refused, service unavailable",
        FaultMode.InternalError500 => "refused, internal error",
        FaultMode.Html502 or FaultMode.Proxy503 => "refused by a proxy",
        FaultMode.Forbidden403 => "forbidden",
        FaultMode.TooMany429 => "refused, too many requests",
        FaultMode.Hang => "never answered",
        FaultMode.ResetBeforeTaking => "connection cut",
        FaultMode.AcceptThenHang => "done, but never answered",
        FaultMode.AcceptThenProxy503 => "done, but a proxy answered",
        FaultMode.AcceptLate => "done late",
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

    private static Task AnswerAsProxyAsync(HttpContext context) => AnswerAsync(
        context, 503, "text/plain", "upstream connect error or disconnect/reset before headers. reset reason: connection termination");

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
        // The answer goes into a buffer that is discarded, so that not a byte of it is sent.
        var connection = context.Response.Body;
        context.Response.Body = new MemoryStream();
        await next(context);
        context.Response.Clear();
        context.Response.Body = connection;
        await fail(context);
    }

    private async Task AcceptLateAsync(HttpContext context, RequestDelegate next, FaultRule rule)
    {
        var (caller, connection) = (context.RequestAborted, context.Response.Body);
        try
        {
            // Once the caller has gone nothing can be read from the connection, so the body is read before.
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, caller);
            body.Position = 0;
            rule.Take();
            await using var leaving = caller.Register(rule.Abandon);
            await Task.Delay(rule.Delay, time, stopping);

            using var answer = new MemoryStream();
            (context.Request.Body, context.Response.Body, context.RequestAborted) = (body, answer, stopping);
            await next(context);
            answer.Position = 0;
            context.Response.Body = connection;
            if (caller.IsCancellationRequested)
                await ResetAsync(context);
            else
                await answer.CopyToAsync(connection, caller);
        }
        catch (OperationCanceledException)
        {
            await ResetAsync(context);
        }
    }

    private static Task ResetAsync(HttpContext context)
    {
        JournalAnnotation.Get(context).AnswerLost = true;
        context.Abort();
        return Task.CompletedTask;
    }
}
