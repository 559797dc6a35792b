using System.Diagnostics;

namespace HelpdeskBridge.Telemetry;

/// <summary>
/// The spans of the bridge. While nobody listens, that is without an exporter, no span is created and no trace context is stored.
/// </summary>
internal static class Tracing
{
    /// <summary>The name of the source of the spans, and of the meter of the metrics.</summary>
    public const string SourceName = "HelpdeskBridge";

    /// <summary>OpenTelemetry keeps no more links of a span than this.</summary>
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// The trace context of the present span as a W3C <c>traceparent</c>, to be stored with what the span causes; null: nothing is traced.
    /// </summary>
    public static string? CurrentContext =>
        Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>Starts a span that continues a stored trace context, whatever span is the present one.</summary>
    /// <param name="name">The name, one of few.</param>
    /// <param name="storedContext">The stored <see cref="CurrentContext"/>; null: the span begins a trace of its own.</param>
    /// <param name="linked">Trace contexts of everything that is processed together in the span.</param>
    /// <returns>The span, which the caller disposes; null: it is not recorded.</returns>
    public static Activity? Continue(string name, string? storedContext, params IEnumerable<string?> linked)
    {
        if (!Source.HasListeners())
            return null;
        var links = linked.Distinct().Select(Parse).OfType<ActivityContext>().Take(MaxLinks).Select(context => new ActivityLink(context)).ToList();
        return Start(name, ActivityKind.Consumer, Parse(storedContext) ?? default, links);
    }

    /// <summary>Starts a span that nothing else caused, whatever span is the present one. It begins a trace of its own.</summary>
    /// <returns>The span, which the caller disposes; null: it is not recorded.</returns>
    public static Activity? Begin(string name) => Start(name, ActivityKind.Internal, parent: default, links: null);

    /// <summary>Starts the span of an outgoing call, as a child of the present span.</summary>
    /// <returns>The span, which the caller disposes; null: it is not recorded.</returns>
    public static Activity? StartCall(string name) => Source.StartActivity(name, ActivityKind.Client);

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, List<ActivityLink>? links)
    {
        // Without a parent of its own, the span would become a child of the present one.
        Activity.Current = null;
        return Source.StartActivity(name, kind, parent, links: links);
    }

    private static ActivityContext? Parse(string? context) =>
        ActivityContext.TryParse(context, traceState: null, isRemote: true, out var parsed) ? parsed : null;
}
