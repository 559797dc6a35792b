using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>sendText</c>: the client wrote a message.</summary>
internal static class SendText
{
    public static void Map(RouteGroupBuilder calls) => calls.MapPost("sendText", HandleAsync).WithCallDescription<SendTextRequest>(
        "Send the client's text",
        "Without an open chat, the text goes on in the last ticket for a while, and later opens a new one. Nothing is lost.",
        """{"userId":"telegram-123-987654","text":"Where is my parcel?"}""");

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = OperatorCall.Get(http);
        var client = call.GetClient();
        var text = new ConversationInput.ClientWrote(call.Fields.GetRequiredText("text"));
        return call.AcceptAsync(inbox, client, text, http.RequestAborted);
    }
}

/// <summary>Body of <c>sendText</c>.</summary>
/// <param name="UserId">The client's id in JAICP, 1 to 1024 characters.</param>
/// <param name="Text">What the client wrote.</param>
public sealed record SendTextRequest(string UserId, string Text);
