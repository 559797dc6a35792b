using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// The Zendesk users that the bridge makes for clients. They never get an e-mail address: an unverified one would merge a chat visitor into an
/// existing customer (Zendesk's OpenAPI file, "Create Or Update User").
/// </summary>
internal sealed partial class ZendeskRequesters(
    string helpdesk, IZendeskApi api, IDatabase database, BridgeClock clock, ILogger<ZendeskRequesters> log)
{
    internal const int MaxCharactersOfName = 255;

    /// <summary>A stored record with empty members means that the user must be looked up again.</summary>
    private static readonly Requester Forgotten = new("", "");

    /// <returns>
    /// The user's id, and whether it came from the store. No id and no outcome: Zendesk refuses a user for this client, so the message is written
    /// under the bridge's own name. With an outcome: what becomes of the message.
    /// </returns>
    public async Task<(long? Id, bool IsStored, DeliveryOutcome? Failed)> FindOrCreateAsync(
        Conversation conversation, CancellationToken cancellationToken)
    {
        var client = conversation.Client;
        var name = GetName(conversation);
        var stored = await database.ReadStatementAsync(store => store.Requesters.FindAsync(helpdesk, client), cancellationToken);

        // Without a name, the user keeps the one it has.
        if (stored is { RequesterId.Length: > 0 } && (stored.Name == name || !ClientName.IsKnown(conversation)))
            return (long.Parse(stored.RequesterId, CultureInfo.InvariantCulture), true, null);

        var result = await CreateAsync(client, name, cancellationToken);
        if (stored is { RequesterId.Length: > 0 } && GetOutcome(result.Failure) is DeliveryOutcome.Failed)
        {
            // The new name is refused, so the user keeps the old one.
            await SaveAsync(client, stored with { Name = name }, cancellationToken);
            return (long.Parse(stored.RequesterId, CultureInfo.InvariantCulture), true, null);
        }

        if (ClientName.IsKnown(conversation) && GetOutcome(result.Failure) is DeliveryOutcome.Failed)
        {
            // The name that the client chose may be the reason.
            result = await CreateAsync(client, ClientName.GetDefault(client), cancellationToken);
        }

        if (GetOutcome(result.Failure) is DeliveryOutcome.Failed refused)
        {
            Log.UserRefused(log, conversation.Id, refused.Reason);
            return (null, false, null);
        }

        if (result.Content?.User is not { } user)
            return (null, false, GetOutcome(result.Failure) ?? new DeliveryOutcome.Retry("the response contains no user"));
        await SaveAsync(client, new Requester(user.Id.ToString(CultureInfo.InvariantCulture), name), cancellationToken);
        return (user.Id, false, null);
    }

    /// <summary>Zendesk refused the stored user: the next call looks it up again.</summary>
    public Task ForgetAsync(ChannelUser client, CancellationToken cancellationToken) => SaveAsync(client, Forgotten, cancellationToken);

    /// <summary>The client's name as agents see it: one line, never empty, never too long.</summary>
    public static string GetName(Conversation conversation) => ClientName.Get(conversation, MaxCharactersOfName);

    private Task<ZendeskResult<UserResponse>> CreateAsync(ChannelUser client, string name, CancellationToken cancellationToken)
    {
        var draft = new UserDraft(OneLine.Shorten(name, MaxCharactersOfName), ZendeskIds.GetUserExternalId(client), SkipVerifyEmail: true);
        return api.CreateOrUpdateUserAsync(new UserRequest(draft), cancellationToken).ToResultAsync(clock, cancellationToken);
    }

    /// <summary>A second call creates no second user, so after a lost response the call is simply repeated.</summary>
    private static DeliveryOutcome? GetOutcome(ZendeskFailure? failure) =>
        failure is null ? null
        : ZendeskFailureTable.GetOutcome(failure, onTicket: false) is var outcome && outcome is DeliveryOutcome.Unknown unknown
            ? new DeliveryOutcome.Retry(unknown.Reason, Scope: unknown.Scope)
            : outcome;

    private async Task SaveAsync(ChannelUser client, Requester requester, CancellationToken cancellationToken) =>
        await database.WriteAsync(store => store.Requesters.SaveAsync(helpdesk, client, requester), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(
            4009, LogLevel.Warning,
            "The helpdesk refuses a user for the client of conversation {ConversationId} ({Reason}). "
            + "The comment is written under the bridge's own name")]
        public static partial void UserRefused(ILogger logger, string conversationId, string reason);
    }
}
