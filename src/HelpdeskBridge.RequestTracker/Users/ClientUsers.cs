using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Users;

/// <summary>
/// The unprivileged users that stand for clients. They have no address, so Request Tracker has nobody to write mail to.
/// </summary>
internal sealed partial class ClientUsers(
    string helpdesk, IRequestTrackerApi api, IDatabase database, BridgeClock clock, ILogger<ClientUsers> log)
{
    public const int MaxCharactersOfName = 120;

    /// <summary>A stored record with empty members means that the user must be looked up again.</summary>
    private static readonly Requester Forgotten = new("", "");

    /// <returns>
    /// The user's number, and whether it came from the store. No number and no outcome: Request Tracker refuses a user for this client, so the ticket
    /// has no requestor. With an outcome: what becomes of the message.
    /// </returns>
    public async Task<(string? Id, bool IsStored, DeliveryOutcome? Failed)> FindOrCreateAsync(
        Conversation conversation, CancellationToken cancellationToken)
    {
        var client = conversation.Client;
        var name = ClientName.Get(conversation, MaxCharactersOfName);
        var stored = await database.ReadStatementAsync(store => store.Requesters.FindAsync(helpdesk, client), cancellationToken);
        if (stored is { RequesterId.Length: > 0 })
        {
            if (stored.Name != name && ClientName.IsKnown(conversation))
                await RenameAsync(client, stored.RequesterId, name, cancellationToken);
            return (stored.RequesterId, true, null);
        }

        var created = await api.CreateUserAsync(new RtUserDraft(RtIds.GetUserName(client), name, Privileged: 0), cancellationToken)
            .ToResultAsync(clock, cancellationToken);
        if (created.Content is { Length: > 0 } id)
            return await SaveAsync(client, id, name, cancellationToken);

        // 400 says "Name in use", or nothing. A lost answer says nothing either. Looking it up settles both.
        if (created.Failure is { } down && RequestTrackerFailureTable.GetScope(down) == FailureScope.Endpoint)
            return (null, false, RequestTrackerFailureTable.GetRepeatableOutcome(down, onTicket: false));
        var found = await api.ReadUserAsync(RtIds.GetUserName(client), cancellationToken).ToResultAsync(clock, cancellationToken);
        if (found.Content is { Id: { Length: > 0 } userId } user)
        {
            if (user.RealName != name && ClientName.IsKnown(conversation))
                await UpdateNameAsync(userId, name, cancellationToken);
            return await SaveAsync(client, userId, name, cancellationToken);
        }

        if (created.Failure is { } refused && IsRefusal(refused) && found.Failure is { Status: HttpStatusCode.NotFound or HttpStatusCode.Forbidden })
        {
            Log.UserRefused(log, conversation.Id, refused.Summary);
            return (null, false, null);
        }

        var failure = found.Failure ?? created.Failure;
        return (null, false, failure is null
            ? new DeliveryOutcome.Retry("the answer names no user")
            : new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, RequestTrackerFailureTable.GetScope(failure)));
    }

    /// <summary>Request Tracker does not know the stored user any more: the next call looks it up again.</summary>
    public Task ForgetAsync(ChannelUser client, CancellationToken cancellationToken) =>
        database.WriteAsync(store => store.Requesters.SaveAsync(helpdesk, client, Forgotten), cancellationToken);

    private static bool IsRefusal(RequestTrackerFailure failure) => failure.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden;

    private async Task<(string? Id, bool IsStored, DeliveryOutcome? Failed)> SaveAsync(
        ChannelUser client, string id, string name, CancellationToken cancellationToken)
    {
        await database.WriteAsync(store => store.Requesters.SaveAsync(helpdesk, client, new Requester(id, name)), cancellationToken);
        return (id, false, null);
    }

    /// <summary>A name that is not taken costs no message: it is tried again when the name changes again.</summary>
    private async Task RenameAsync(ChannelUser client, string id, string name, CancellationToken cancellationToken)
    {
        if (await UpdateNameAsync(id, name, cancellationToken))
            await database.WriteAsync(store => store.Requesters.SaveAsync(helpdesk, client, new Requester(id, name)), cancellationToken);
    }

    private async Task<bool> UpdateNameAsync(string id, string name, CancellationToken cancellationToken) =>
        (await api.UpdateUserAsync(id, new RtUserDraft(Name: null, OneLine.Shorten(name, MaxCharactersOfName), Privileged: null), cancellationToken)
            .ToResultAsync(clock, cancellationToken)).Failure is null or { Status: not null };

    private static partial class Log
    {
        [LoggerMessage(
            4101, LogLevel.Warning,
            "Request Tracker refuses a user for the client of conversation {ConversationId} ({Reason}). The ticket has no requestor. "
            + "The user of the bridge needs the right AdminUsers")]
        public static partial void UserRefused(ILogger logger, string conversationId, string reason);
    }
}
