namespace HelpdeskBridge.Operations;

internal static class RequestBody
{
    /// <summary>Reads the whole body as it came over the wire.</summary>
    /// <returns>Null when it is larger than <paramref name="mostBytes"/>.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContext http, int mostBytes)
    {
        if (http.Request.ContentLength > mostBytes)
            return null;
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > mostBytes)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }
}
