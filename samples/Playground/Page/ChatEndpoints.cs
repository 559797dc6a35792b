using System.Text.Json;
using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.Playground;

/// <summary>The client's side of the page: the actions of a client become calls of the simulated JAICP.</summary>
internal sealed class ChatEndpoints(PlaygroundHost playground)
{
    private readonly SimulatedJaicp _jaicp = playground.Jaicp;

    public void Map(WebApplication app)
    {
        var chat = app.MapGroup("/api/chat/{user}");
        chat.MapGet("", (string user) => Show(user));
        chat.MapGet("/lines/{index:int}/file", ShowFile);
        chat.MapPost("/handover", (string user, HandOver body) => HandOverAsync(user, body));
        chat.MapPost("/text", (string user, Message body) => ToJsonAsync(_jaicp.SendTextAsync(user, body.Text)));
        chat.MapPost("/file", SendFileAsync);
        chat.MapGet("/state", ShowStateAsync);
        chat.MapPost("/rating", (string user, Rating body) => ToJsonAsync(_jaicp.RateAsync(user, body.Score, body.Comment)));
        chat.MapPost("/close", (string user) => ToJsonAsync(_jaicp.CloseChatAsync(user)));
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

            // An agent's file is loaded from the link that the client got. The client's own file is served by this page.
            FileUrl = line.Kind == TranscriptKind.ClientFile
                ? $"/api/chat/{Uri.EscapeDataString(user)}/lines/{index}/file"
                : line.FileUrl?.AbsoluteUri,
            Speaker = line.Employee?.FullName,
            line.Employee?.AvatarUrl,
            IsNotice = line.Employee?.EmployeeId == BridgeSettings.SystemEmployeeId,
        }),
    };

    /// <summary>
    /// What the bridge tells the bot's script. The page asks through this server, because the key for that must not be in a page.
    /// </summary>
    private async Task<IResult> ShowStateAsync(string user)
    {
        var answer = await _jaicp.AskAboutChatAsync(user);
        return answer.IsAccepted
            ? Results.Content(answer.Body, "application/json")
            : Results.Problem("The bridge does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private IResult ShowFile(string user, int index)
    {
        var line = _jaicp.Transcript(user).ElementAtOrDefault(index);
        return line is { Kind: TranscriptKind.ClientFile, FileUrl: { } address } && _jaicp.FindFile(address) is { } file
            ? FileResults.Create(file.Content, file.ContentType, line.Text)
            : Results.NotFound();
    }

    private Task<object> HandOverAsync(string user, HandOver body)
    {
        var context = body.Context ?? new Context(null, null, null);
        return ToJsonAsync(_jaicp.HandOverAsync(
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
        return await ToJsonAsync(_jaicp.SendFileAsync(user, name, content.ToArray(), request.ContentType ?? "application/octet-stream"));
    }

    private static async Task<object> ToJsonAsync(Task<BridgeAnswer> call)
    {
        var answer = await call;
        return new { answer.IsAccepted, answer.Status, answer.Body };
    }

    private sealed record HandOver(string? DestinationId, string UserName, string? FirstMessage, Context? Context);

    /// <summary>What the bot knows about the client, in the form in which it is sent to the bridge.</summary>
    private sealed record Context(JsonElement? Attributes, JsonElement? HiddenAttributes, JsonElement? CustomData);

    private sealed record Message(string Text);

    private sealed record Rating(int Score, string? Comment);
}
