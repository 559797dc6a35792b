using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Users;

/// <summary>
/// Finds the user of Request Tracker whom the bot names, or makes one. A user who exists is never changed. An external id is the name of the user.
/// </summary>
internal sealed partial class PersonFinder(IRequestTrackerApi api, BridgeClock clock, ILogger<PersonFinder> log)
{
    /// <summary>More users than that have the value too, which is as good as two.</summary>
    private const int MaxReads = 3;

    private static readonly string[] SystemUsers = ["Nobody", "RT_System"];

    /// <param name="conversation">The conversation; its client gives the name of a new user.</param>
    /// <param name="values">The values; all of them are valid.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<RequesterChoice> FindOrCreateAsync(Conversation conversation, RequesterValues values, CancellationToken cancellationToken)
    {
        if (values.ExternalId is null && values.Email is null)
            return new RequesterChoice();
        if (await FindAsync(conversation, values, cancellationToken) is { } found)
            return found;

        // Names are unique, addresses are not: of two users that are made at once for one address, the second one is refused by its name.
        var draft = new RtUserDraft(values.ExternalId ?? values.Email, ClientName.Get(conversation, ClientUsers.MaxCharactersOfName), Privileged: 0)
        {
            EmailAddress = values.Email,
        };
        var created = await api.CreateUserAsync(draft, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (created.Content is { Length: > 0 } id)
            return new RequesterChoice { Id = id };
        if (created.Failure is { } failure && failure.Status != HttpStatusCode.BadRequest)
            return Refuse(conversation, values, failure);

        // The answer names no user, or somebody has one of the values.
        return await FindAsync(conversation, values, cancellationToken) ?? Refuse(conversation, values, created.Failure);
    }

    /// <returns>Null: nobody has any of the values.</returns>
    private async Task<RequesterChoice?> FindAsync(Conversation conversation, RequesterValues values, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RequesterKey, IReadOnlyList<RequesterCandidate>>();
        foreach (var key in values.Keys.Where(key => key != RequesterKey.Phone))
        {
            var (users, failure) = await FindAsync(key, values.Get(key)!, cancellationToken);
            if (failure is not null)
                return Refuse(conversation, values, failure);
            if (users.Count > 0)
                found[key] = users;
        }

        return RequesterMatch.Decide(values, found).ToChoice();
    }

    /// <summary>A list does not show who is privileged or disabled, so each user is read.</summary>
    private async Task<(List<RequesterCandidate> Users, RequestTrackerFailure? Failure)> FindAsync(
        RequesterKey key, string value, CancellationToken cancellationToken)
    {
        var filter = RtFilter.Equal(key == RequesterKey.Email ? "EmailAddress" : "Name", value);
        var list = await api.FindPersonsAsync([filter], cancellationToken).ToResultAsync(clock, cancellationToken);
        if (list.Failure is not null)
            return ([], list.Failure);
        var users = new List<RequesterCandidate>();
        foreach (var item in (list.Content?.Items ?? []).Where(user => Has(user, key, value)).Take(MaxReads))
        {
            var read = await api.ReadUserAsync(item.Id ?? "", cancellationToken).ToResultAsync(clock, cancellationToken);
            if (read.Failure is not null)
                return ([], read.Failure);
            if (Has(read.Content!, key, value))
                users.Add(ToCandidate(item.Id!, read.Content!));
        }

        return (users, null);
    }

    private static bool Has(RtUser user, RequesterKey key, string value) => key == RequesterKey.Email
        ? string.Equals(user.EmailAddress, value, StringComparison.OrdinalIgnoreCase)
        : user.Name == value;

    /// <summary>Users who came by mail have their address as their name, which says nothing about an external id.</summary>
    private static RequesterCandidate ToCandidate(string id, RtUser user) => new(id)
    {
        IsStaff = user.Privileged != "0" || SystemUsers.Contains(user.Name, StringComparer.OrdinalIgnoreCase),
        IsSuspended = user.Disabled != "0",
        ExternalId = user.Name is not { } name || name.StartsWith(RtIds.UserPrefix, StringComparison.OrdinalIgnoreCase)
            || name.Equals(user.EmailAddress, StringComparison.OrdinalIgnoreCase) ? null : name,
    };

    /// <summary>What is refused, or for want of a right, must not hold the words up. A search or a creation may be done twice.</summary>
    private RequesterChoice Refuse(Conversation conversation, RequesterValues values, RequestTrackerFailure? failure)
    {
        var outcome = failure is null ? null : RequestTrackerFailureTable.GetOutcome(failure, onTicket: false);
        if (outcome is not (null or DeliveryOutcome.Failed) && failure!.Status != HttpStatusCode.Forbidden)
            return new RequesterChoice { Failed = outcome.AsRepeatable(failure.RetryAfter) };
        Log.PersonRefused(log, conversation.Id, failure?.Summary ?? "the answer names no user");
        return new RequesterChoice { Note = new RequesterNote(RequesterRefusal.Refused, values.Keys) };
    }

    private static partial class Log
    {
        [LoggerMessage(
            2041, LogLevel.Warning,
            "Request Tracker refuses to find or make the user whom the bot names in conversation {ConversationId} ({Reason}). The requestor is the "
            + "bridge's own user. The user of the bridge needs the right AdminUsers")]
        public static partial void PersonRefused(ILogger logger, string conversationId, string reason);
    }
}
