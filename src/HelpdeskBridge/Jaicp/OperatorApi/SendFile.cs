using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Outbound;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>sendFile</c>: the client sent a file; JAICP gives a link to it.</summary>
internal static class SendFile
{
    private const int MaxCharactersOfName = 255;

    public static void Map(RouteGroupBuilder calls) => calls.MapPost("sendFile", HandleAsync).WithCallDescription<SendFileRequest>(
        "Send the client's file",
        "The file is fetched at once and attached to the ticket; one that can't be fetched is named there with the reason and its link.",
        """{"userId":"telegram-123-987654","url":"https://files.example.com/a1b2c3.png","fileName":"receipt.png","size":48213}""");

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = OperatorCall.Get(http);
        var client = call.Client();
        var url = call.Fields.Required("url");
        if (url.Length > 0 && NetworkRules.ValidateWebAddress(url, out _) is { } why)
            call.Fields.Fault("url", why);
        var name = call.Fields.Optional("fileName");
        var file = new ConversationInput.ClientSentFile(url, Shorten(name), call.Fields.Number("size"));
        return call.AcceptAsync(inbox, client, file, http.RequestAborted);
    }

    /// <summary>Whole characters only: half a surrogate pair is none.</summary>
    private static string? Shorten(string? name)
    {
        if (name is not { Length: > MaxCharactersOfName })
            return name;
        return name[..(char.IsHighSurrogate(name[MaxCharactersOfName - 1]) ? MaxCharactersOfName - 1 : MaxCharactersOfName)];
    }
}

/// <summary>Body of <c>sendFile</c>.</summary>
/// <param name="UserId">Client's id in JAICP, 1 to 1024 characters.</param>
/// <param name="Url">Absolute http(s) link, at most 8192 characters.</param>
/// <param name="FileName">File name.</param>
/// <param name="Size">Size in bytes.</param>
public sealed record SendFileRequest(string UserId, string Url, string? FileName, long? Size);
