using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace HelpdeskBridge.Hosting;

/// <summary>Names the span of a request by its route template, as the request log does.</summary>
internal static class ServerSpan
{
    public const string Method = "http.request.method";
    public const string Route = "http.route";
    public const string Status = "http.response.status_code";
    public const string Error = "error.type";

    public static async Task DescribeAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return;
        var (route, status) = ((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, http.Response.StatusCode);
        span.DisplayName = $"{http.Request.Method} {route ?? "no route"}";
        span.SetTag(Method, http.Request.Method).SetTag(Route, route).SetTag(Status, status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetTag(Error, status.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
    }
}
