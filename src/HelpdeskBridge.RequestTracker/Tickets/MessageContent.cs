using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Attachments;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Builds the body of a request that writes a message: JSON, or a form with JSON and files.</summary>
internal static class MessageContent
{
    /// <summary>A zero alone counts as no content, because Perl takes it for false.</summary>
    public static string GetText(string text) => text == "0" ? "0\n" : text;

    public static HttpContent Create<T>(T draft, IReadOnlyList<ReadyFile> files)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(draft, RequestTrackerJson.Options);
        if (files.Count == 0)
            return WithType(new ByteArrayContent(json), "application/json");

        // Names of files outside ASCII are right only as plain UTF-8 in a form (in JSON they are answered with 500).
        var boundary = $"helpdesk-bridge-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var form = new MultipartContent("form-data", boundary) { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        form.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        form.Add(WithName(WithType(new ByteArrayContent(json), "application/json"), "name=\"JSON\""));
        foreach (var file in files)
        {
            var content = WithType(new StreamContent(File.OpenRead(file.Path)), file.ContentType);
            form.Add(WithName(content, $"name=\"Attachments\"; filename=\"{Escape(file.Name)}\""));
        }

        return form;
    }

    private static HttpContent WithType(HttpContent content, string type)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static HttpContent WithName(HttpContent content, string parameters)
    {
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; {parameters}");
        return content;
    }

    /// <summary>Request Tracker reads the name up to the next quote, and knows no escape for it.</summary>
    private static string Escape(string name) =>
        string.Concat(name.Select(character => character is '"' or '\\' || char.IsControl(character) ? '_' : character));
}
