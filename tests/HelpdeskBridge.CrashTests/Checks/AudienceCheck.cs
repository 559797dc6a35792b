using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// Each side gets only what is for it. The client gets what agents wrote to this client in public, and notices of what has failed. What is internal
/// reaches no client, and what the bot keeps hidden is in no ticket. <see cref="ClientMessagesCheck"/> finds public comments that the client did not
/// write.
/// </summary>
internal static class AudienceCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history) => [.. FindForeignTexts(history), .. FindForeignComments(history)];

    private static IEnumerable<Breach> FindForeignTexts(ClientHistory history)
    {
        foreach (var text in history.Events.Where(received => received.Type == "TextMessage").Select(received => received.Text ?? ""))
        {
            if (MessageText.FindReply(text, history.UserId) is not null && text.StartsWith("to ", StringComparison.Ordinal))
                continue;
            var isNotice = MessageText.IsNoticeToClient(text);
            if (isNotice && HasFailure(history))
                continue;
            var what = isNotice ? "a notice of a failure, and nothing has failed"
                : history.Tickets.SelectMany(ticket => ticket.Comments).Any(comment => !comment.IsPublic && IsIn(comment.Body, text))
                    ? "an internal note"
                : "a text nobody wrote to this client";
            yield return new Breach(history.UserId, BreachKind.Other, $"JAICP got {what}: {text}");
        }
    }

    private static IEnumerable<Breach> FindForeignComments(ClientHistory history)
    {
        foreach (var ticket in history.Tickets)
        {
            foreach (var comment in ticket.Comments.Where(comment => comment.Author != CommentAuthor.Agent))
            {
                if (MessageText.IsHidden(comment.Body))
                    yield return CreateBreach("what the bot keeps hidden", comment);
                if (MessageText.IsNoticeToClient(comment.Body))
                    yield return CreateBreach("a notice for the client", comment);
            }

            Breach CreateBreach(string what, RecordedComment comment) =>
                new(history.UserId, BreachKind.Other, $"ticket #{ticket.Id} has {what}: {comment.Body}");
        }
    }

    /// <summary>Something of the client that has not arrived, or a file that is only named.</summary>
    private static bool HasFailure(ClientHistory history) =>
        history.DeadLetters.Any(letter => letter.Direction == "toHelpdesk")
        || history.Tickets.SelectMany(ticket => ticket.Comments)
            .Any(comment => comment.Body.Contains(", not attached (", StringComparison.Ordinal));

    private static bool IsIn(string note, string text) => note.Length > 0 && text.Contains(note.Trim(), StringComparison.Ordinal);
}
