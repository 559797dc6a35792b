namespace HelpdeskBridge.Http;

/// <summary>
/// Headers of every answer, refusals too. An answer is data, never a page: it runs nothing, is framed nowhere and kept by nobody. Files
/// and pages, which are meant to be shown, set their own where these don't fit.
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

        // Files are shown in chats of other sites.
        if (!http.Request.Path.StartsWithSegments("/files"))
        {
            headers.XFrameOptions = "DENY";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
        }

        return next(http);
    }
}
