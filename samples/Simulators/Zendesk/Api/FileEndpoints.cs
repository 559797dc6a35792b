using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Uploads and downloads. Attachments are private: their address requires a sign-in and redirects to a file store on another host, with
/// a signature in the address. The helpdesk's credentials must never be sent to that store.
/// </summary>
internal sealed class FileEndpoints(
    AttachmentStore files, AccessTokens tokens, Representations representations, Func<Uri> getStoreUrl, Predicate<HttpContext> isHidden,
    Action<string> reportViolation)
{
    private const string SignInPage = """
        <!DOCTYPE html>
        <html lang="en"><head><title>Sign in</title></head>
        <body><form action="/access/login" method="post"><input name="user[email]"><input name="user[password]" type="password"></form></body></html>
        """;

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public void MapApi(RouteGroupBuilder api) =>
        api.MapOperation("POST", "/uploads", ZendeskOperation.Upload, UploadAsync);

    public void MapDownloads(IEndpointRouteBuilder app)
    {
        app.MapOperation("GET", "/attachments/token/{token}", ZendeskOperation.Download, RedirectToStore);
        app.MapOperation("GET", "/zdusercontent/{signature}", ZendeskOperation.Download, ServeStored);
    }

    private async Task<ZendeskResponse> UploadAsync(HttpContext http)
    {
        var name = http.Request.Query["filename"].ToString();
        if (name.Length == 0)
            throw ZendeskApiException.InvalidAttribute("You passed an invalid value for the filename attribute. is missing");

        var content = await RequestBody.ReadAsync(http.Request);
        var contentType = ContentTypes.TryGetContentType(name, out var known) ? known : http.Request.ContentType ?? "application/octet-stream";
        var token = http.Request.Query["token"].ToString();
        var upload = files.Add(name, contentType, content, token.Length > 0 ? token : null);
        JournalAnnotation.Get(http).Summary = $"upload of {name}, {content.Length} bytes";

        var attachment = representations.Attachment(upload.Files[^1]);
        var body = new
        {
            Upload = new
            {
                upload.Token,
                ExpiresAt = upload.ExpiresAt.ToIso(),
                Attachment = attachment,
                Attachments = upload.Files.Select(representations.Attachment),
            },
        };

        // Zendesk declares this body as plain text although it is JSON. A client that requires the JSON media type fails here.
        return ZendeskResponse.Created(body, representations.GetContentUrl(upload.Files[^1])) with { ContentType = "text/plain; charset=utf-8" };
    }

    private IResult RedirectToStore(string token, HttpContext http)
    {
        if (isHidden(http))
        {
            JournalAnnotation.Get(http).Summary = "sign-in page instead of a file";
            return Results.Text(SignInPage, "text/html; charset=utf-8");
        }

        if (!tokens.Accepts(http.Request.Headers.Authorization))
            return ZendeskResponse.Json(403, new { error = "Forbidden", description = "You do not have access to this page" });
        if (files.Find(token) is not { } file)
            return ZendeskApiException.NotFound().Response;
        if (file.MalwareScan == MalwareScans.Found)
            return ZendeskResponse.Json(403, new { error = "Forbidden", description = "The file was flagged as malware" });
        JournalAnnotation.Get(http).Summary = $"download of {file.Name}";
        return Results.Redirect(new Uri(getStoreUrl(), $"/zdusercontent/{files.CreateSignature(file)}").ToString());
    }

    private IResult ServeStored(string signature, HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count > 0)
        {
            reportViolation("Credentials were sent to the file store behind a download");
            return ZendeskResponse.Json(400, new { error = "InvalidArgument", description = "Only one auth mechanism allowed" });
        }

        if (files.FindSigned(signature) is not { } file)
            return ZendeskApiException.NotFound().Response;
        JournalAnnotation.Get(http).Summary = $"bytes of {file.Name}";
        return Results.Bytes(file.Content, file.ContentType, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{file.Id}\""));
    }
}
