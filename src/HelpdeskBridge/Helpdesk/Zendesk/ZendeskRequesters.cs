using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Texts;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>Zendesk's users for our clients. No e-mail address is ever given: an unverified one would merge a chat visitor into a customer.</summary>
internal sealed class ZendeskRequesters(string helpdesk, IZendeskApi api, IDatabase database, BridgeClock clock)
{
    private const int MostCharactersOfName = 255;

    /// <returns>The user's id and whether it was kept from an earlier time, or what becomes of the message without it.</returns>
    public async Task<(long Id, bool Kept, DeliveryOutcome? Failed)> FindAsync(Conversation conversation, CancellationToken cancellation)
    {
        var client = conversation.Client;
        var name = NameOf(conversation);
        if (await database.ReadAsync(session => session.FindRequesterAsync(helpdesk, client), cancellation) is { RequesterId.Length: > 0 } known && known.Name == name)
            return (long.Parse(known.RequesterId, CultureInfo.InvariantCulture), true, null);

        var answer = await api.CreateOrUpdateUserAsync(new UserRequest(new UserDraft(name, ZendeskIds.User(client), SkipVerifyEmail: true)), cancellation)
            .AsAnswerAsync(clock, cancellation);
        if (answer.Failure is { } failure)
        {
            // Asking twice makes no second user, so a lost answer is no more than a wait.
            var outcome = ZendeskFailureTable.OutcomeOf(failure, onTicket: false);
            return (0, false, outcome is DeliveryOutcome.Unsure unsure ? new DeliveryOutcome.Retry(unsure.Reason, Outage: true) : outcome);
        }

        if (answer.Content?.User is not { } user)
            return (0, false, new DeliveryOutcome.Retry("the answer names no user"));
        await SaveAsync(client, new Requester(user.Id.ToString(CultureInfo.InvariantCulture), name), cancellation);
        return (user.Id, false, null);
    }

    /// <summary>Zendesk no longer knows the user: ask anew next time.</summary>
    public Task ForgetAsync(ChannelUser client, CancellationToken cancellation) => SaveAsync(client, new Requester("", ""), cancellation);

    /// <summary>The client's name as agents see it: without line breaks, never empty, never too long.</summary>
    public static string NameOf(Conversation conversation) => OneLine.Of(
        conversation.UserName is { } given && !TextSplitter.IsBlank(given) ? given : $"{conversation.Client.Channel} {conversation.Client.UserId}", MostCharactersOfName);

    private async Task SaveAsync(ChannelUser client, Requester requester, CancellationToken cancellation) =>
        await database.WriteAsync(session => session.SaveRequesterAsync(helpdesk, client, requester), cancellation);
}
