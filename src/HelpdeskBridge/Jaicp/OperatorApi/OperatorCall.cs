using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary>A call from JAICP that <see cref="OperatorCallFilter"/> let through.</summary>
/// <param name="Channel">The channel's name as in the settings.</param>
/// <param name="Options">The channel's settings.</param>
/// <param name="Fields">The fields of the body.</param>
internal sealed record OperatorCall(string Channel, ChannelOptions Options, CallFields Fields)
{
    public static OperatorCall Get(HttpContext http) =>
        http.Features.Get<OperatorCall>() ?? throw new InvalidOperationException("The route has no OperatorCallFilter.");

    public ChannelUser GetClient() => new(Channel, Fields.GetRequiredText("userId", ChannelUser.MaxCharactersOfUserId));

    /// <summary>Passes the input to the inbox and responds once it is durably stored. If the fields have errors, nothing is stored.</summary>
    public async Task<IResult> AcceptAsync(Inbox inbox, ChannelUser client, ConversationInput input, CancellationToken cancellationToken)
    {
        if (Fields.HasErrors)
            return Fields.ToProblem();
        await inbox.AcceptAsync(client, input, cancellationToken);
        return Ok();
    }

    /// <summary>200 with an empty object.</summary>
    public static IResult Ok() => Results.Json(new object());
}
