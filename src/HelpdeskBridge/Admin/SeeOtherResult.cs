namespace HelpdeskBridge.Admin;

/// <summary>
/// Answers a form with 303: the browser requests the page anew, and going back sends nothing twice. The framework's redirects are 301, 302,
/// 307 and 308 only.
/// </summary>
/// <param name="path">Where to, below the path base of the service.</param>
internal sealed class SeeOtherResult(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = httpContext.Request.PathBase.Value + path;
        return Task.CompletedTask;
    }
}
