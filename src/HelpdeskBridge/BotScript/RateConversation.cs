using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.BotScript;

/// <summary><c>POST rating</c>: the client rated the chat, usually after its end. It neither begins nor reopens a conversation.</summary>
internal static class RateConversation
{
    /// <summary>Enough for any scale: stars, ten points of a net promoter score, per cent.</summary>
    private const int MaxScore = 100;

    private const int MaxCharactersOfComment = 10_000;

    public static void Map(RouteGroupBuilder calls) => calls.MapPost("rating", HandleAsync);

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = BotCall.Get(http);
        var client = call.GetClient();
        var score = call.Fields.GetRequiredInteger("score", 0, MaxScore);
        var comment = call.Fields.GetOptionalText("comment");
        if (comment?.Length > MaxCharactersOfComment)
            call.Fields.AddError("comment", $"must be at most {MaxCharactersOfComment} characters");
        return call.AcceptAsync(inbox, client, new ConversationInput.ClientRated(score, comment), http.RequestAborted);
    }
}
