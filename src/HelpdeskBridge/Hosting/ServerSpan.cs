using System.Diagnostics;
using HelpdeskBridge.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace HelpdeskBridge.Hosting;

/// <summary>Describes the span of a request by its route template, as the request log does.</summary>
internal static class ServerSpan
{
    /// <summary>How the conventions name a method that is none of the known ones. A caller can send anything as a method.</summary>
    private const string OtherMethod = "_OTHER";

    private static readonly HashSet<string> KnownMethods =
    [
        HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch, HttpMethods.Options,
        HttpMethods.Connect, HttpMethods.Trace,
    ];

    public static async Task DescribeAsync(HttpContext http, RequestDelegate next)
    {
        var span = http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity ? activity : null;
        try
        {
            await next(http);
            span?.SetResponse(http.Response.StatusCode, errorsFrom: StatusCodes.Status500InternalServerError);
        }
        catch (Exception e)
        {
            // The response had begun, so its status tells nothing.
            span?.SetFailure(e);
            throw;
        }
        finally
        {
            Describe(span, http);
        }
    }

    private static void Describe(Activity? span, HttpContext http)
    {
        if (span is null)
            return;
        var isKnown = KnownMethods.Contains(http.Request.Method);
        var name = isKnown ? http.Request.Method : "HTTP";
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? name : $"{name} {route}";
        span.SetTag(HttpSpan.Method, isKnown ? http.Request.Method : OtherMethod);
        span.SetTag(HttpSpan.Route, route).SetTag(HttpSpan.Scheme, http.Request.Scheme);
    }
}
