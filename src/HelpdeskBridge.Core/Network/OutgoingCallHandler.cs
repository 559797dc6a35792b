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
        var start = TimeProvider.System.GetTimestamp();
        HttpStatusCode? status = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            status = response.StatusCode;
            SetStatus(span, response.StatusCode);
            return response;
        }
        catch (Exception e)
        {
            span?.SetTag("error.type", e is HttpRequestException http ? http.HttpRequestError.ToString() : e.GetType().Name);
            span?.SetStatus(ActivityStatusCode.Error);
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
        span.SetTag("http.request.method", request.Method.Method);
        span.SetTag("url.template", operation);
        span.SetTag("bridge.target", target.Kind);
        if (!target.IsKnownHost)
            return span;
        span.SetTag("bridge.name", target.Name);
        span.SetTag("server.address", request.RequestUri?.Host);

        // A repeated request has the header of its first attempt.
        request.Headers.Remove(TraceHeader);
        request.Headers.TryAddWithoutValidation(TraceHeader, span.Id);
        return span;
    }

    private static void SetStatus(Activity? span, HttpStatusCode status)
    {
        span?.SetTag("http.response.status_code", (int)status);
        if ((int)status < 400)
            return;
        span?.SetTag("error.type", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        span?.SetStatus(ActivityStatusCode.Error);
    }
}
