using System.Text;
using Microsoft.Net.Http.Headers;

namespace HelpdeskBridge.AgentFiles;

/// <summary>Headers that make it safe to serve a file from somebody else under the bridge's own address.</summary>
internal static class AgentFileHeaders
{
    private const string UnknownType = "application/octet-stream";

    /// <summary>What S3 sends for an unknown type.</summary>
    private const string UnknownTypeOfS3 = "binary/octet-stream";

    private const string Pdf = "application/pdf";

    /// <summary>Nothing in the file runs or loads anything. The page that a browser puts around a picture or video still works.</summary>
    private const string Policy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

    /// <summary>Types that browsers show without running anything in them. SVG is none of these: it is a document with scripts.</summary>
    private static readonly HashSet<string> HarmlessTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", Pdf,
    };

    /// <summary>The type the bytes were sent with, otherwise the one the helpdesk names. Browsers are told not to guess another one.</summary>
    public static string GetContentType(string? sent, string? named) => GetIfKnown(sent) ?? GetIfKnown(named) ?? UnknownType;

    /// <summary>Shown in the browser where that is harmless, otherwise saved as a file (RFC 6266).</summary>
    public static string GetDisposition(string contentType, string name)
    {
        var type = MediaTypeHeaderValue.Parse(contentType);
        var isHarmless = HarmlessTypes.Contains(type.MediaType.Value!)
            || type.Type.Equals("audio", StringComparison.OrdinalIgnoreCase)
            || type.Type.Equals("video", StringComparison.OrdinalIgnoreCase);
        var disposition = new ContentDispositionHeaderValue(isHarmless ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }

    /// <summary>Browsers show no PDF in a sandbox (chromium issue 41131921). Their PDF viewers have a sandbox of their own.</summary>
    public static string GetPolicy(string contentType) =>
        contentType.StartsWith(Pdf, StringComparison.OrdinalIgnoreCase) ? Policy : Policy + "; sandbox";

    /// <summary>A header value to pass on; null when it has other characters than ASCII, which Kestrel would refuse to send.</summary>
    public static string? GetIfAscii(string? value) => value is not null && Ascii.IsValid(value) ? value : null;

    private static string? GetIfKnown(string? type) =>
        MediaTypeHeaderValue.TryParse(GetIfAscii(type), out var parsed)
        && parsed.MediaType.Value is { } name
        && !name.Contains('*', StringComparison.Ordinal)
        && !name.Equals(UnknownType, StringComparison.OrdinalIgnoreCase)
        && !name.Equals(UnknownTypeOfS3, StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? parsed.ToString()
            : null;
}
