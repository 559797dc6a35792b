using System.Diagnostics;
using System.Net;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Network;

/// <summary>
/// Makes a span of each outgoing request and counts it. It is the innermost handler, so each repetition has a span of its own, and waiting for a
/// place in the request budget does not count as a slow response. The framework's own spans are not used, because they contain the address.
/// </summary>
internal sealed class OutgoingCallHandler(OutgoingTarget target, OutgoingCallMetrics metrics) : DelegatingHandler
{
    private const string TraceHeader = "traceparent";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = target.GetOperation(request);
        using var span = Start(request, operation);
        if (target.IsKnownHost)
            AddTraceContext(request);
        var start = TimeProvider.System.GetTimestamp();
        HttpStatusCode? status = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            status = response.StatusCode;
            span?.SetResponse((int)response.StatusCode, errorsFrom: 400);
            return response;
        }
        catch (Exception e)
        {
            span?.SetFailure(e);
            throw;
        }
        finally
        {
            metrics.Record(target, operation, status, TimeProvider.System.GetElapsedTime(start));
        }
    }

    private Activity? Start(HttpRequestMessage request, string operation)
    {
        if (Tracing.StartCall($"{request.Method} {operation}") is not { } span)
            return null;
        span.SetTag(HttpSpan.Method, request.Method.Method);
        if (operation.StartsWith('/'))
            span.SetTag(HttpSpan.Template, operation);
        span.SetTag("bridge.target", target.Kind);
        if (target.IsKnownHost)
        {
            span.SetTag("bridge.name", target.Name);
            span.SetTag(HttpSpan.Host, request.RequestUri?.Host);
            span.SetTag(HttpSpan.Port, request.RequestUri?.Port);
        }

        return span;
    }

    /// <summary>Without a span of its own the call belongs to a trace that is not recorded, and the other side is told so.</summary>
    private static void AddTraceContext(HttpRequestMessage request)
    {
        // A repeated request has the header of its first attempt.
        request.Headers.Remove(TraceHeader);
        if (Tracing.CurrentContext is { } context)
            request.Headers.TryAddWithoutValidation(TraceHeader, context);
    }
}
