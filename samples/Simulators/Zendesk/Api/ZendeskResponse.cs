using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>An HTTP response with its bytes, so that it can be replayed exactly.</summary>
internal sealed record ZendeskResponse(int Status, byte[] Body) : IResult
{
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public string? Location { get; init; }

    public static ZendeskResponse Ok(object body) => Json(200, body);

    public static ZendeskResponse Created(object body, Uri location) => Json(201, body) with { Location = location.AbsoluteUri };

    public static ZendeskResponse Json(int status, object body) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, ZendeskJson.Options));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Status == StatusCodes.Status204NoContent)
            return Task.CompletedTask;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (Location is not null)
            response.Headers.Location = Location;
        return response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>The JSON format of Zendesk.</summary>
internal static class ZendeskJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Webhook bodies are indented by three spaces. A receiver that serializes the body anew before verifying it computes a wrong
    /// signature.
    /// </summary>
    public static readonly JsonSerializerOptions Webhook = new(Options) { WriteIndented = true, IndentSize = 3, NewLine = "\n" };
}
