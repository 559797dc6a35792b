using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>An HTTP answer with its bytes: what was answered once can be replayed exactly.</summary>
internal sealed record Answer(int Status, byte[] Body) : IResult
{
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public string? Location { get; init; }

    public static Answer Ok(object body) => Json(200, body);

    public static Answer Created(object body, Uri location) => Json(201, body) with { Location = location.AbsoluteUri };

    public static Answer Json(int status, object body) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, ZendeskJson.Options));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (Location is not null)
            response.Headers.Location = Location;
        return response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>JSON as Zendesk writes and reads it.</summary>
internal static class ZendeskJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Webhook bodies are indented by three spaces, which a receiver that re-serializes before verifying gets wrong.</summary>
    public static readonly JsonSerializerOptions Webhook = new(Options) { WriteIndented = true, IndentSize = 3, NewLine = "\n" };
}
