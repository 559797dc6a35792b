using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// The Zendesk users that stand for clients. They never get an e-mail address: an unverified one would merge a chat visitor into an existing
/// customer (Zendesk's OpenAPI file, "Create Or Update User").
/// </summary>
internal sealed class ZendeskRequesters(string helpdesk, IZendeskApi api, IDatabase database, BridgeClock clock)
{
    private const int MaxCharactersOfName = 255;

    /// <summary>A stored record with empty members means that the user must be looked up again.</summary>
    private static readonly Requester Forgotten = new("", "");

    /// <returns>The user's id, and whether it came from the store; or, with an outcome, what becomes of the message without it.</returns>
    public async Task<(long Id, bool IsStored, DeliveryOutcome? Failed)> FindOrCreateAsync(
        Conversation conversation, CancellationToken cancellationToken)
    {
        var client = conversation.Client;
        var name = GetName(conversation);
        var stored = await database.ReadAsync(store => store.Requesters.FindAsync(helpdesk, client), cancellationToken);

        // Without a name, the user keeps the one it has.
        if (stored is { RequesterId.Length: > 0 } && (stored.Name == name || !HasName(conversation)))
            return (long.Parse(stored.RequesterId, CultureInfo.InvariantCulture), true, null);

        var draft = new UserDraft(name, ZendeskIds.GetUserExternalId(client), SkipVerifyEmail: true);
        var result = await api.CreateOrUpdateUserAsync(new UserRequest(draft), cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { } failure)
        {
            // A second call creates no second user, so after a lost response the call is simply repeated.
            var outcome = ZendeskFailureTable.GetOutcome(failure, onTicket: false);
            return (0, false, outcome is DeliveryOutcome.Unknown unknown ? new DeliveryOutcome.Retry(unknown.Reason, Scope: unknown.Scope) : outcome);
        }

        if (result.Content?.User is not { } user)
            return (0, false, new DeliveryOutcome.Retry("the response contains no user"));
        await SaveAsync(client, new Requester(user.Id.ToString(CultureInfo.InvariantCulture), name), cancellationToken);
        return (user.Id, false, null);
    }

    /// <summary>Zendesk refused the stored user: the next call looks it up again.</summary>
    public Task ForgetAsync(ChannelUser client, CancellationToken cancellationToken) => SaveAsync(client, Forgotten, cancellationToken);

    /// <summary>The client's name as agents see it: one line, never empty, never too long.</summary>
    public static string GetName(Conversation conversation)
    {
        var name = HasName(conversation)
            ? conversation.UserName!
            : $"{conversation.Client.Channel} {conversation.Client.UserId}";
        return OneLine.Shorten(name, MaxCharactersOfName);
    }

    private static bool HasName(Conversation conversation) => conversation.UserName is { } given && !TextSplitter.IsBlank(given);

    private async Task SaveAsync(ChannelUser client, Requester requester, CancellationToken cancellationToken) =>
        await database.WriteAsync(store => store.Requesters.SaveAsync(helpdesk, client, requester), cancellationToken);
}
