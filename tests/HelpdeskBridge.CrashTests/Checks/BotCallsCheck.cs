using System.Globalization;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// What the bot says about a chat is in the ticket: each rating, each field that its script sets, and what is new at a hand-over.
/// <see cref="ClientMessagesCheck"/> finds what is there twice or in the wrong order.
/// </summary>
internal static class BotCallsCheck
{
    private static readonly string OrderField = ChannelFeatures.OrderField.ToString(CultureInfo.InvariantCulture);
    private static readonly string RatingField = ChannelFeatures.RatingField.ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<Breach> FindBreaches(ClientHistory history) =>
    [
        .. FindMissing(history, CallKind.Rating, ["Rating"], FindTicketsWithRating),
        .. FindMissing(history, CallKind.Fields, ["TicketFields"], FindTicketsWithField),
        .. FindMissing(history, CallKind.SelectDestination, ["MoveTicket", "ContextNote"], FindTicketsWithContext),
        .. FindRatingsWithoutScore(history),
        .. FindRatingOutsideStore(history),
        .. FindHandOversWithoutChat(history),
        .. FindRepeatedContexts(history),
    ];

    /// <summary>Whether the change is the work of the bot's script, and not of somebody in the helpdesk.</summary>
    public static bool IsByScript(RecordedChange change, string userId) =>
        change.IsByBridge && change.Field == OrderField && MessageText.FindFieldValue(change.Value, userId) is not null;

    /// <summary>Only a ticket that was closed meanwhile excuses that it has not got what was accepted. A dead letter does too.</summary>
    private static IEnumerable<Breach> FindMissing(
        ClientHistory history, CallKind kind, string[] deadLetters, Func<ClientHistory, long, IEnumerable<RecordedTicket>> find)
    {
        var excused = new Excuses(history, deadLetters);
        var accepted = history.Calls.Where(call => call.Kind == kind && call.IsAccepted && (kind != CallKind.SelectDestination || call.HasContext));
        foreach (var call in accepted)
        {
            var tickets = find(history, call.Number).ToList();
            if (tickets.Count > 0 && call.KnownTicketId is { } known && tickets.TrueForAll(ticket => ticket.Id != known))
            {
                // What the helpdesk refused for good is named by the next hand-over, wherever that is.
                if (excused.Cover(call.Number))
                    continue;
                var where = $"#{tickets[0].Id} instead of #{known}";
                yield return new Breach(history.UserId, BreachKind.Other, $"{kind} #{call.Number} was written into ticket {where}");
            }
            else if (tickets.Count == 0 && !(call.KnownTicketId is null && history.Tickets.Any(ticket => ticket.IsClosed))
                && !excused.Cover(call.Number))
            {
                yield return new Breach(history.UserId, BreachKind.Lost, $"{kind} #{call.Number} was accepted and is in no ticket");
            }
        }
    }

    private static IEnumerable<RecordedTicket> FindTicketsWithRating(ClientHistory history, long number) =>
        history.Notes.Where(pair => MessageText.FindRating(pair.Note.Body, history.UserId) == number).Select(pair => pair.Ticket);

    /// <summary>A ticket that is opened later has what the script said last, which may be a later value.</summary>
    private static IEnumerable<RecordedTicket> FindTicketsWithField(ClientHistory history, long number) => history.Tickets.Where(ticket =>
        ticket.CreatedFields.Any(value => MessageText.FindFieldValue(value, history.UserId) >= number)
        || ticket.Changes.Any(change => IsByScript(change, history.UserId) && MessageText.FindFieldValue(change.Value, history.UserId) == number));

    /// <summary>The note about the next hand-over names the one before, which may have come before the ticket was opened.</summary>
    private static IEnumerable<RecordedTicket> FindTicketsWithContext(ClientHistory history, long number) => history.Notes
        .Where(pair => MessageText.FindContext(pair.Note.Body, history.UserId) == number
            || MessageText.FindChangedContext(pair.Note.Body, history.UserId) is var (before, after) && (before == number || after == number))
        .Select(pair => pair.Ticket);

    /// <summary>
    /// The score goes into the field or becomes a tag, as the settings say. A helpdesk that refuses it for good gets the note, which says the score,
    /// without. The tag of a score that the same chat corrects later is taken away.
    /// </summary>
    private static IEnumerable<Breach> FindRatingsWithoutScore(ClientHistory history)
    {
        if (history.Refusals.Any(refusal => refusal.IsByHelpdesk))
            yield break;
        var corrected = FindCorrectedScores(history);
        foreach (var (ticket, note) in history.Notes)
        {
            if (MessageText.FindRating(note.Body, history.UserId) is not { } number)
                continue;
            if (corrected.TryGetValue(MessageText.GetScore(number), out var at) && number < at)
                continue;
            var score = MessageText.GetScore(number).ToString(CultureInfo.InvariantCulture);
            if (!ticket.Tags.Contains($"rating_{score}") && !ticket.Changes.Any(change => change.Field == RatingField && change.Value == score))
                yield return new Breach(history.UserId, BreachKind.Lost, $"ticket #{ticket.Id} has rating #{number} without its score {score}");
        }
    }

    /// <summary>The scores that a later rating of the same chat corrects, with the number of the last one that does.</summary>
    private static Dictionary<int, long> FindCorrectedScores(ClientHistory history)
    {
        var corrected = new Dictionary<int, long>();
        long? last = null;
        foreach (var call in history.Calls.OrderBy(call => call.Number))
        {
            // Any other hand-over may have moved the chat that was rated.
            if (call.BeginsAnotherChat)
                last = null;
            if (call.Kind != CallKind.Rating)
                continue;
            if (last is { } number && MessageText.GetScore(number) != MessageText.GetScore(call.Number))
                corrected[MessageText.GetScore(number)] = call.Number;
            last = call.Number;
        }

        return corrected;
    }

    /// <summary>
    /// The reports are made from the store, also where the ticket is closed. The next chat in the same ticket has a rating of its own.
    /// </summary>
    private static IEnumerable<Breach> FindRatingOutsideStore(ClientHistory history)
    {
        var last = history.Calls.LastOrDefault(call => call.Kind == CallKind.Rating);
        if (last is not { IsAccepted: true } || history.Calls.Any(call => call.Number > last.Number && call.Kind == CallKind.SelectDestination))
            yield break;
        if (!history.Ratings.Any(rating =>
            rating.Comment == MessageText.CreateRating(history.UserId, last.Number) && rating.Score == MessageText.GetScore(last.Number)))
            yield return new Breach(history.UserId, BreachKind.Lost, $"rating #{last.Number} was accepted and is not in the store");
    }

    private static IEnumerable<Breach> FindHandOversWithoutChat(ClientHistory history)
    {
        foreach (var call in history.Calls.Where(call => call is { IsAccepted: true, BeginsAnotherChat: true }))
        {
            var notes = history.Notes.Where(pair => pair.Ticket.Id == call.KnownTicketId
                && MessageText.FindChangedContext(pair.Note.Body, history.UserId).After == call.Number).ToList();
            if (notes.Count > 0 && !notes.Exists(pair => MessageText.SaysThatAnotherChatBegins(pair.Note.Body)))
            {
                var what = $"hand-over #{call.Number} began no other chat in ticket #{call.KnownTicketId}, though the last one was over";
                yield return new Breach(history.UserId, BreachKind.Other, what);
            }
        }
    }

    private static IEnumerable<Breach> FindRepeatedContexts(ClientHistory history) =>
        from pair in history.Notes
        let number = MessageText.FindContext(pair.Note.Body, history.UserId)
        where number is not null
        group pair.Ticket.Id by number into same
        where same.Count() > 1
        let tickets = string.Join(", #", same)
        select new Breach(
            history.UserId, BreachKind.Duplicated, $"the context of hand-over #{same.Key} was noted {same.Count()} times, in #{tickets}");
}
