using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>closeChat</c>: the client left the chat. It causes no Closed event, because JAICP has already closed the chat.</summary>
internal static class CloseChat
{
    public static void Map(RouteGroupBuilder calls) => calls.MapPost("closeChat", HandleAsync).WithCallDescription<CloseChatRequest>(
        "Close the chat from the client's side",
        "An internal note tells the agent, and the ticket gets the configured status. Without an open chat nothing happens.",
        """{"userId":"telegram-123-987654","text":"The user closed the chat"}""");

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = OperatorCall.Get(http);
        var client = call.GetClient();
        var closed = new ConversationInput.ClientClosedChat(call.Fields.GetOptionalText("text"));
        return call.AcceptAsync(inbox, client, closed, http.RequestAborted);
    }
}

/// <summary>Body of <c>closeChat</c>.</summary>
/// <param name="UserId">The client's id in JAICP, 1 to 1024 characters.</param>
/// <param name="Text">What the bot's author wrote for the agent.</param>
public sealed record CloseChatRequest(string UserId, string? Text);
