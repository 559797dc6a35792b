using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Uploads and downloads. An attachment is private: its address wants a sign-in and then leads to a file store elsewhere, with a
/// signature in the address. That store must never be shown the helpdesk's credentials.
/// </summary>
internal sealed class FileEndpoints(FileCabinet files, AccessTokens tokens, Representations show, Func<Uri> storeUrl, Action<string> violation)
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public void MapApi(RouteGroupBuilder api) =>
        api.Handle("POST", "/uploads", ZendeskOperation.Upload, UploadAsync);

    public void MapDownloads(IEndpointRouteBuilder app)
    {
        app.Handle("GET", "/attachments/token/{token}", ZendeskOperation.Download, Attachment);
        app.Handle("GET", "/zdusercontent/{signature}", ZendeskOperation.Download, Stored);
    }

    private async Task<Answer> UploadAsync(HttpContext http)
    {
        var name = http.Request.Query["filename"].ToString();
        if (name.Length == 0)
            throw Refusal.InvalidAttribute("You passed an invalid value for the filename attribute. is missing");

        var content = await RequestBody.ReadAsync(http.Request);
        var contentType = ContentTypes.TryGetContentType(name, out var known) ? known : http.Request.ContentType ?? "application/octet-stream";
        var token = http.Request.Query["token"].ToString();
        var upload = files.Add(name, contentType, content, token.Length > 0 ? token : null);
        RequestNote.Of(http).Summary = $"upload of {name}, {content.Length} bytes";

        var attachment = show.Attachment(upload.Files[^1]);
        var body = new
        {
            Upload = new
            {
                upload.Token,
                ExpiresAt = upload.ExpiresAt.ToIso(),
                Attachment = attachment,
                Attachments = upload.Files.Select(show.Attachment),
            },
        };

        // Zendesk calls this body plain text although it is JSON; a client that insists on the media type fails here.
        return Answer.Created(body, show.ContentUrl(upload.Files[^1])) with { ContentType = "text/plain; charset=utf-8" };
    }

    private IResult Attachment(string token, HttpContext http)
    {
        if (!tokens.Accepts(http.Request.Headers.Authorization))
            return Answer.Json(403, new { error = "Forbidden", description = "You do not have access to this page" });
        if (files.Find(token) is not { } file)
            return Refusal.NotFound().Answer;
        if (file.MalwareScan == MalwareScans.Found)
            return Answer.Json(403, new { error = "Forbidden", description = "The file was flagged as malware" });
        RequestNote.Of(http).Summary = $"download of {file.Name}";
        return Results.Redirect(new Uri(storeUrl(), $"/zdusercontent/{files.Sign(file)}").ToString());
    }

    private IResult Stored(string signature, HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count > 0)
        {
            violation("Credentials were sent to the file store behind a download");
            return Answer.Json(400, new { error = "InvalidArgument", description = "Only one auth mechanism allowed" });
        }

        if (files.FindSigned(signature) is not { } file)
            return Refusal.NotFound().Answer;
        RequestNote.Of(http).Summary = $"bytes of {file.Name}";
        return Results.Bytes(file.Content, file.ContentType, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{file.Id}\""));
    }
}
