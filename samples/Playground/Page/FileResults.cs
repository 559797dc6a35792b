namespace HelpdeskBridge.Playground;

/// <summary>
/// Serves files that clients and agents sent. Only pictures are shown by the browser; any other file is downloaded, so that it cannot
/// run under the page's address.
/// </summary>
internal static class FileResults
{
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    public static IResult Create(ReadOnlyMemory<byte> content, string contentType, string name)
    {
        var isPicture = Pictures.Contains(contentType, StringComparer.OrdinalIgnoreCase);
        return Results.Bytes(content.ToArray(), isPicture ? contentType : "application/octet-stream", isPicture ? null : name);
    }
}
