using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.Playground;

/// <summary>The client's side of the page: what a client does becomes calls of the simulated JAICP.</summary>
internal sealed class ChatEndpoints(World world)
{
    private readonly SimulatedJaicp _jaicp = world.Jaicp;

    public void Map(WebApplication app)
    {
        var chat = app.MapGroup("/api/chat/{user}");
        chat.MapGet("", (string user) => Show(user));
        chat.MapGet("/lines/{index:int}/file", ShowFile);
        chat.MapPost("/handover", (string user, HandOver body) => HandOverAsync(user, body));
        chat.MapPost("/text", (string user, Message body) => AnswerAsync(_jaicp.SendTextAsync(user, body.Text)));
        chat.MapPost("/file", SendFileAsync);
        chat.MapPost("/close", (string user) => AnswerAsync(_jaicp.CloseChatAsync(user)));
        app.MapGet("/api/destinations", async () => (await _jaicp.GetDestinationsAsync()).Destinations);
    }

    private object Show(string user) => new
    {
        IsOpen = _jaicp.IsOpen(user),
        Lines = _jaicp.Transcript(user).Select((line, index) => new
        {
            line.At,
            Kind = line.Kind.ToString(),
            line.Text,

            // An agent's file is fetched by the link the client was sent; the client's own is shown without asking JAICP for it.
            FileUrl = line.Kind == TranscriptKind.ClientFile ? $"/api/chat/{Uri.EscapeDataString(user)}/lines/{index}/file" : line.FileUrl?.AbsoluteUri,
            Speaker = line.Employee?.FullName,
            line.Employee?.AvatarUrl,
            IsNotice = line.Employee?.EmployeeId == BridgeSettings.SystemEmployeeId,
        }),
    };

    private IResult ShowFile(string user, int index)
    {
        var line = _jaicp.Transcript(user).ElementAtOrDefault(index);
        return line is { Kind: TranscriptKind.ClientFile, FileUrl: { } address } && _jaicp.FindFile(address) is { } file
            ? ShownFile.Of(file.Content, file.ContentType, line.Text)
            : Results.NotFound();
    }

    private Task<object> HandOverAsync(string user, HandOver body)
    {
        var context = body.Context ?? new Context(null, null, null);
        return AnswerAsync(_jaicp.HandOverAsync(
            user,
            body.DestinationId,
            body.UserName,
            context.Attributes,
            context.HiddenAttributes,
            context.CustomData,
            string.IsNullOrWhiteSpace(body.FirstMessage) ? null : body.FirstMessage));
    }

    private async Task<object> SendFileAsync(string user, string name, HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        return await AnswerAsync(_jaicp.SendFileAsync(user, name, content.ToArray(), request.ContentType ?? "application/octet-stream"));
    }

    private static async Task<object> AnswerAsync(Task<BridgeAnswer> call)
    {
        var answer = await call;
        return new { answer.IsAccepted, answer.Status, answer.Body };
    }

    private sealed record HandOver(string? DestinationId, string UserName, string? FirstMessage, Context? Context);

    /// <summary>What the bot knows about the client, as it would send it.</summary>
    private sealed record Context(JsonElement? Attributes, JsonElement? HiddenAttributes, JsonElement? CustomData);

    private sealed record Message(string Text);
}
