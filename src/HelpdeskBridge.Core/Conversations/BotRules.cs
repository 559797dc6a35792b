using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>The rules for what the bot's script says about a chat, while it lasts or after its end. They neither begin nor reopen one.</summary>
internal static class BotRules
{
    /// <summary>The last rating counts. The same one again, from a bot that did not get the answer, changes nothing.</summary>
    public static Decision Rate(Conversation? current, ClientRated rated, Moment moment)
    {
        if (current is null || current.Rating is { } known && (known.Score, known.Comment) == (rated.Score, rated.Comment))
            return new Decision(current);
        var former = current.Rating is { } corrected && corrected.Score != rated.Score ? corrected.Score : (int?)null;
        return new Decision(
            current with { Rating = new Rating(rated.Score, rated.Comment, moment.Now) },
            new Outgoing(new RatingNote(rated.Score, rated.Comment) { Former = former }, moment.Now));
    }

    /// <summary>They are kept as well: a ticket that is opened later has them too.</summary>
    public static Decision SetFields(Conversation? current, BotSetFields set, Moment moment) => current is null
        ? new Decision(null)
        : new Decision(
            current with { Context = current.Context.WithFields(set.Fields) }, new Outgoing(new TicketFieldValues(set.Fields), moment.Now));
}
