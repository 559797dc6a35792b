using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.BotScript;

/// <summary>A call of the bot's script that <see cref="BotCallFilter"/> let through.</summary>
/// <param name="Channel">The channel's name as in the settings.</param>
/// <param name="Options">The channel's settings.</param>
/// <param name="Fields">The fields of the body, or of the query.</param>
internal sealed record BotCall(string Channel, ChannelOptions Options, CallFields Fields)
{
    public static BotCall Get(HttpContext http) =>
        http.Features.Get<BotCall>() ?? throw new InvalidOperationException("The route has no BotCallFilter.");

    public ChannelUser GetClient() => new(Channel, Fields.GetRequiredText("userId", ChannelUser.MaxCharactersOfUserId));

    /// <summary>Responds once the input is durably stored: 404 when the client has no conversation.</summary>
    public async Task<IResult> AcceptAsync(Inbox inbox, ChannelUser client, ConversationInput input, CancellationToken cancellationToken)
    {
        if (Fields.HasErrors)
            return Fields.ToProblem();
        return await inbox.AcceptAsync(client, input, cancellationToken) is null ? Problems.NotFound() : Results.Json(new object());
    }
}
