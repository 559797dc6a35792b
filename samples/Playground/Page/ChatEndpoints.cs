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
        chat.MapPost("/handover", (string user, HandOver body) => HandOverAsync(user, body));
        chat.MapPost("/text", (string user, Message body) => AnswerAsync(_jaicp.SendTextAsync(user, body.Text)));
        chat.MapPost("/file", SendFileAsync);
        chat.MapPost("/close", (string user) => AnswerAsync(_jaicp.CloseChatAsync(user)));
        app.MapGet("/api/destinations", async () => (await _jaicp.GetDestinationsAsync()).Destinations);
    }

    private object Show(string user) => new
    {
        IsOpen = _jaicp.IsOpen(user),
        Lines = _jaicp.Transcript(user).Select(line => new
        {
            line.At,
            Kind = line.Kind.ToString(),
            line.Text,
            line.FileUrl,
            Speaker = line.Employee?.FullName,
            line.Employee?.AvatarUrl,
        }),
    };

    private Task<object> HandOverAsync(string user, HandOver body)
    {
        object? attributes = string.IsNullOrWhiteSpace(body.OrderNumber) ? null : new { orderNumber = body.OrderNumber };
        return AnswerAsync(_jaicp.HandOverAsync(user, body.DestinationId, body.UserName, attributes, firstMessage: body.FirstMessage));
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

    private sealed record HandOver(string? DestinationId, string UserName, string FirstMessage, string? OrderNumber);

    private sealed record Message(string Text);
}
