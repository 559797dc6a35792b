using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// Each chat that an agent gave back to the bot has one note that says so, and its ticket keeps its status. <see cref="ChatEndCheck"/> finds ends
/// that are not announced, or announced twice.
/// </summary>
internal static class ReturnCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        var excused = history.DeadLetters.Count(letter => letter.Kind == "Returned");
        foreach (var ticket in history.Tickets)
        {
            var returns = history.Actions.Where(action => action.IsReturn && action.TicketId == ticket.Id).ToList();
            var certain = returns.Count(action => action.IsChatKnownOpen);
            var notes = ticket.Comments.Count(comment =>
                comment is { Author: CommentAuthor.Bridge, IsPublic: false } && MessageText.SaysThatTheBotHasTheChat(comment.Body));
            if (notes > returns.Count)
                yield return CreateBreach(BreachKind.Duplicated, $"{notes} notes of {returns.Count} return(s) to the bot");
            else if (notes < certain && !ticket.IsClosed && (excused -= certain - notes) < 0)
                yield return CreateBreach(BreachKind.Lost, $"{notes} notes of {certain} return(s) to the bot");

            foreach (var action in returns.Where(action => action.IsChatKnownOpen))
            {
                var next = ChatEndCheck.FindNext(history, action);
                if (ticket.Changes.FirstOrDefault(IsBreach) is { } change)
                    yield return CreateBreach(BreachKind.Other, $"the status {change.Value} that the bridge set after a return to the bot");

                bool IsBreach(RecordedChange change) =>
                    change is { IsByBridge: true, Field: "status" } && change.At >= action.EndedAt && change.At < next;
            }

            Breach CreateBreach(BreachKind kind, string what) => new(history.UserId, kind, $"ticket #{ticket.Id} has {what}");
        }
    }
}
