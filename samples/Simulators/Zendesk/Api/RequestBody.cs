using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Reads request bodies as bytes first: idempotency compares them as they came.</summary>
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
            return JsonSerializer.Deserialize<T>(raw, ZendeskJson.Options) ?? throw Refusal.UnreadableJson();
        }
        catch (JsonException)
        {
            throw Refusal.UnreadableJson();
        }
    }
}
