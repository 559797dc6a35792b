using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>closeChat</c>: the client left. Never answered with a Closed event: on JAICP's side the chat is closed already.</summary>
internal static class CloseChat
{
    public static void Map(RouteGroupBuilder calls) => calls.MapPost("closeChat", HandleAsync).WithCallDescription<CloseChatRequest>(
        "Close the chat from the client's side",
        "An internal note tells the agent, and the ticket gets the configured status. Without an open chat nothing happens.",
        """{"userId":"telegram-123-987654","text":"The user closed the chat"}""");

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = OperatorCall.Get(http);
        return call.AcceptAsync(inbox, call.Client(), new ConversationInput.ClientClosedChat(call.Fields.Optional("text")), http.RequestAborted);
    }
}

/// <summary>Body of <c>closeChat</c>.</summary>
/// <param name="UserId">Client's id in JAICP, 1 to 1024 characters.</param>
/// <param name="Text">What the bot's author wrote for the agent.</param>
public sealed record CloseChatRequest(string UserId, string? Text);
