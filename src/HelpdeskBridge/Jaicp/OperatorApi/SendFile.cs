using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>sendFile</c>: the client sent a file. JAICP passes a link to it.</summary>
internal static class SendFile
{
    private const int MaxCharactersOfName = 255;

    public static void Map(RouteGroupBuilder calls) => calls.MapPost("sendFile", HandleAsync).WithCallDescription<SendFileRequest>(
        "Send the client's file",
        "The file is downloaded immediately and attached to the ticket. If that fails, a comment names the file, the reason and the link.",
        """{"userId":"telegram-123-987654","url":"https://files.example.com/a1b2c3.png","fileName":"receipt.png","size":48213}""");

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = OperatorCall.Get(http);
        var client = call.GetClient();
        var url = call.Fields.GetRequiredText("url");
        if (url.Length > 0 && NetworkRules.ValidateWebAddress(url, out _) is { } error)
            call.Fields.AddError("url", error);
        var name = call.Fields.GetOptionalText("fileName");
        var file = new ConversationInput.ClientSentFile(url, Truncate(name), call.Fields.GetNumber("size"));
        return call.AcceptAsync(inbox, client, file, http.RequestAborted);
    }

    /// <summary>Cuts a long name without splitting a surrogate pair.</summary>
    private static string? Truncate(string? name)
    {
        if (name is not { Length: > MaxCharactersOfName })
            return name;
        return name[..(char.IsHighSurrogate(name[MaxCharactersOfName - 1]) ? MaxCharactersOfName - 1 : MaxCharactersOfName)];
    }
}

/// <summary>Body of <c>sendFile</c>.</summary>
/// <param name="UserId">The client's id in JAICP, 1 to 1024 characters.</param>
/// <param name="Url">An absolute http or https link, at most 8192 characters.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record SendFileRequest(string UserId, string Url, string? FileName, long? Size);
