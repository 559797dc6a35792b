using System.Globalization;
using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Finds the Zendesk user whom the bot names, or makes one. A user who exists is never changed: no name, address, number, role or external id.
/// </summary>
internal sealed partial class PersonFinder(IZendeskApi api, PersonSearch search, BridgeClock clock, ILogger<PersonFinder> log)
{
    /// <summary>How often a user is looked for whom Zendesk knows, but does not find yet.</summary>
    private const int MaxAttempts = 4;

    /// <param name="conversation">The conversation; its client gives the name of a new user.</param>
    /// <param name="values">The values; all of them are valid.</param>
    /// <param name="attempts">How often the message was tried before.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<RequesterChoice> FindOrCreateAsync(
        Conversation conversation, RequesterValues values, int attempts, CancellationToken cancellationToken)
    {
        if (await FindAsync(conversation, values, cancellationToken) is { } found)
            return found;
        var name = ZendeskRequesters.GetName(conversation);
        var created = await CreateAsync(values, name, cancellationToken);
        if (created.Failure is { Status: HttpStatusCode.UnprocessableEntity } invalid && invalid.Fields.Contains("name"))
            created = await CreateAsync(values, ClientName.GetDefault(conversation.Client), cancellationToken);
        if (created.Content?.User is { } user)
            return Choose(user);
        if (created.Failure is not { } failure)
            return new RequesterChoice { Failed = new DeliveryOutcome.Retry("the response contains no user") };
        if (failure.Status != HttpStatusCode.UnprocessableEntity)
            return Refuse(conversation, values, failure);

        // Somebody has one of the values: a user who was created a moment ago, or one whom the search does not show.
        if (await FindAsync(conversation, values, cancellationToken) is { } other)
            return other;
        return attempts < MaxAttempts
            ? new RequesterChoice { Failed = new DeliveryOutcome.Retry("the client's user exists, but is not found yet") }
            : Refuse(conversation, values, failure);
    }

    /// <summary>Whether a user is known to be an end user who is neither deleted nor suspended, so that a client may write as this user.</summary>
    public async Task<bool> IsUsableAsync(long id, CancellationToken cancellationToken)
    {
        var read = await api.ReadUserAsync(id, cancellationToken).ToResultAsync(clock, cancellationToken);
        return read.Content?.User is { Role: ZendeskPerson.EndUser, Active: not false, Suspended: not true };
    }

    /// <returns>Null: nobody has any of the values.</returns>
    private async Task<RequesterChoice?> FindAsync(Conversation conversation, RequesterValues values, CancellationToken cancellationToken)
    {
        var (found, failure) = await search.FindAsync(values, cancellationToken);
        if (failure is not null)
            return Refuse(conversation, values, failure);
        return RequesterMatch.Decide(values, found).ToChoice();
    }

    /// <summary>The strongest value keeps a second user from being made.</summary>
    private Task<ZendeskResult<PersonResponse>> CreateAsync(RequesterValues values, string name, CancellationToken cancellationToken)
    {
        var externalId = values.ExternalId ?? (values.Email is { } email
            ? ZendeskIds.GetPersonExternalId(RequesterKey.Email, email)
            : ZendeskIds.GetPersonExternalId(RequesterKey.Phone, values.Phone!));
        var draft = new PersonDraft(OneLine.Shorten(name, ZendeskRequesters.MaxCharactersOfName), externalId)
        {
            Email = values.Email,
            Phone = values.Phone,
        };
        return api.CreateUserAsync(new PersonRequest(draft), cancellationToken).ToResultAsync(clock, cancellationToken);
    }

    private static RequesterChoice Choose(ZendeskPerson user) => new() { Id = user.Id.ToString(CultureInfo.InvariantCulture) };

    /// <summary>What is refused for good, or for want of a right, must not hold the words up. A search or a creation may be done twice.</summary>
    private RequesterChoice Refuse(Conversation conversation, RequesterValues values, ZendeskFailure failure)
    {
        var outcome = ZendeskFailureTable.GetOutcome(failure, onTicket: false);
        if (outcome is not DeliveryOutcome.Failed && failure.Status != HttpStatusCode.Forbidden)
            return new RequesterChoice { Failed = outcome.AsRepeatable(failure.RetryAfter) };
        Log.PersonRefused(log, conversation.Id, failure.Summary);
        return new RequesterChoice { Note = new RequesterNote(RequesterRefusal.Refused, values.Keys) };
    }

    private static partial class Log
    {
        [LoggerMessage(
            2040, LogLevel.Warning,
            "The helpdesk refuses to find or make the user whom the bot names in conversation {ConversationId} ({Reason}). The requester is the "
            + "bridge's own user. Check that the bridge's user may search and manage end users")]
        public static partial void PersonRefused(ILogger logger, string conversationId, string reason);
    }
}
