using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Zendesk's users for our clients. No e-mail address is ever given: an unverified one would merge a chat visitor into a customer.</summary>
internal sealed class ZendeskRequesters(string helpdesk, IZendeskApi api, IDatabase database, BridgeClock clock)
{
    private const int MaxCharactersOfName = 255;

    /// <returns>The user's id and whether it was kept from an earlier time, or what becomes of the message without it.</returns>
    public async Task<(long Id, bool Kept, DeliveryOutcome? Failed)> FindAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var client = conversation.Client;
        var name = GetName(conversation);
        if (await database.ReadAsync(store => store.Requesters.FindAsync(helpdesk, client), cancellationToken) is { RequesterId.Length: > 0 } known && known.Name == name)
            return (long.Parse(known.RequesterId, CultureInfo.InvariantCulture), true, null);

        var answer = await api.CreateOrUpdateUserAsync(new UserRequest(new UserDraft(name, ZendeskIds.User(client), SkipVerifyEmail: true)), cancellationToken)
            .AsAnswerAsync(clock, cancellationToken);
        if (answer.Failure is { } failure)
        {
            // Asking twice makes no second user, so a lost answer is no more than a wait.
            var outcome = ZendeskFailureTable.GetOutcome(failure, onTicket: false);
            return (0, false, outcome is DeliveryOutcome.Unknown unsure ? new DeliveryOutcome.Retry(unsure.Reason, Outage: true) : outcome);
        }

        if (answer.Content?.User is not { } user)
            return (0, false, new DeliveryOutcome.Retry("the answer names no user"));
        await SaveAsync(client, new Requester(user.Id.ToString(CultureInfo.InvariantCulture), name), cancellationToken);
        return (user.Id, false, null);
    }

    /// <summary>Zendesk no longer knows the user: ask anew next time.</summary>
    public Task ForgetAsync(ChannelUser client, CancellationToken cancellationToken) => SaveAsync(client, new Requester("", ""), cancellationToken);

    /// <summary>The client's name as agents see it: without line breaks, never empty, never too long.</summary>
    public static string GetName(Conversation conversation) => OneLine.Shorten(
        conversation.UserName is { } given && !TextSplitter.IsBlank(given) ? given : $"{conversation.Client.Channel} {conversation.Client.UserId}", MaxCharactersOfName);

    private async Task SaveAsync(ChannelUser client, Requester requester, CancellationToken cancellationToken) =>
        await database.WriteAsync(store => store.Requesters.SaveAsync(helpdesk, client, requester), cancellationToken);
}
