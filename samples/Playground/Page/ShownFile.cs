namespace HelpdeskBridge.Playground;

/// <summary>A file somebody sent, for the page to show. Only pictures are shown under the page's own address; anything else is saved, so that it can't run there.</summary>
internal static class ShownFile
{
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    public static IResult Of(ReadOnlyMemory<byte> content, string contentType, string name)
    {
        var isPicture = Pictures.Contains(contentType, StringComparer.OrdinalIgnoreCase);
        return Results.Bytes(content.ToArray(), isPicture ? contentType : "application/octet-stream", isPicture ? null : name);
    }
}
