using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Reads request bodies as bytes first, because idempotency keys are checked against the body as it was sent.</summary>
internal static class RequestBody
{
    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }

    public static T Parse<T>(byte[] raw)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(raw, ZendeskJson.Options) ?? throw ZendeskApiException.UnreadableJson();
        }
        catch (JsonException)
        {
            throw ZendeskApiException.UnreadableJson();
        }
    }
}
