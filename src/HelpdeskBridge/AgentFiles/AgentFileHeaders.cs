using System.Text;
using HelpdeskBridge.Helpdesks;
using Microsoft.Net.Http.Headers;

namespace HelpdeskBridge.AgentFiles;

/// <summary>How a file that somebody else wrote is given out under our own address without doing harm there.</summary>
internal static class AgentFileHeaders
{
    private const string Unknown = "application/octet-stream";

    /// <summary>S3's word for the same.</summary>
    private const string UnknownToStores = "binary/octet-stream";

    private const string Pdf = "application/pdf";

    /// <summary>Nothing in it runs or loads, whatever it is; the browser's own page around a picture or film may show it.</summary>
    private const string Policy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

    /// <summary>What browsers show without running anything in it. Not SVG, which is a document with scripts.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", Pdf,
    };

    /// <summary>The type the bytes came with, else the one the helpdesk told; browsers are told to believe it.</summary>
    public static string GetContentType(string? came, string? told) =>
        Known(came) ?? Known(told) ?? Unknown;

    /// <summary>Shown where that is harmless, saved as a file otherwise (RFC 6266).</summary>
    public static string GetDisposition(string contentType, string name)
    {
        var type = MediaTypeHeaderValue.Parse(contentType);
        var harmless = Harmless.Contains(type.MediaType.Value!) || type.Type.Equals("audio", StringComparison.OrdinalIgnoreCase) || type.Type.Equals("video", StringComparison.OrdinalIgnoreCase);
        var disposition = new ContentDispositionHeaderValue(harmless ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }

    /// <summary>Browsers show no PDF in a sandbox (chromium issue 41131921); its scripts have one of their own in their viewers.</summary>
    public static string GetPolicy(string contentType) =>
        contentType.StartsWith(Pdf, StringComparison.OrdinalIgnoreCase) ? Policy : Policy + "; sandbox";

    /// <summary>A header of whoever has the bytes, where it may be ours as well; null: it holds what not every server lets through, our own not.</summary>
    public static string? PassedOn(string? header) => header is not null && Ascii.IsValid(header) ? header : null;

    private static string? Known(string? type) =>
        MediaTypeHeaderValue.TryParse(PassedOn(type), out var parsed) && parsed.MediaType.Value is { } name && !name.Contains('*', StringComparison.Ordinal)
        && !name.Equals(Unknown, StringComparison.OrdinalIgnoreCase) && !name.Equals(UnknownToStores, StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? parsed.ToString()
            : null;
}
