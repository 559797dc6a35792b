namespace HelpdeskBridge.Http;

/// <summary>
/// Security headers of every answer, errors included. They fit answers that are data: nothing in them runs, no page frames them and nobody
/// caches them. Files and pages, which browsers show, set their own headers where these don't fit.
/// </summary>
internal static class ResponseHeaders
{
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";

        // Files are shown in chats on other sites.
        if (!http.Request.Path.StartsWithSegments("/files"))
        {
            headers.XFrameOptions = "DENY";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
        }

        return next(http);
    }
}
