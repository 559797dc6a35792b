using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>
/// The client's messages are in the client's tickets: all that were accepted, once, in order. What the bot says meanwhile has its place among them
/// (<see cref="BotCallsCheck"/>).
/// </summary>
internal static class ClientMessagesCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        var written = new List<(long Number, string Ticket)>();
        foreach (var (name, comment, change) in GetWritings(history))
        {
            if (comment is null)
                written.Add((MessageText.FindFieldValue(change, history.UserId)!.Value, name));
            else if (comment is { Author: CommentAuthor.Client, IsPublic: true })
            {
                if (!HasNamedFiles(comment, history.UserId))
                    yield return new Breach(history.UserId, BreachKind.Lost, $"{name} does not have the files it names: {comment.Body}");
                if (MessageText.FindClientMessages(comment.Body, history.UserId) is { } numbers)
                    written.AddRange(numbers.Select(number => (number, name)));
                else
                    yield return new Breach(history.UserId, BreachKind.Other, $"{name} has a comment the client did not write: {comment.Body}");
            }
            else if (comment is { Author: CommentAuthor.Bridge, IsPublic: false }
                && FindNumberOfNote(comment.Body, history.UserId) is { } number)
            {
                written.Add((number, name));
            }
            else if (comment.Author == CommentAuthor.Bridge && comment.IsPublic)
            {
                yield return new Breach(history.UserId, BreachKind.Other, $"{name} has a public comment by the bridge's own user: {comment.Body}");
            }
        }

        foreach (var same in written.GroupBy(message => message.Number).Where(group => group.Count() > 1))
        {
            var tickets = string.Join(", ", same.Select(message => message.Ticket));
            yield return new Breach(history.UserId, BreachKind.Duplicated, $"client's #{same.Key} was written {same.Count()} times, in {tickets}");
        }

        foreach (var (before, after) in written.Zip(written.Skip(1)).Where(pair => pair.Second.Number < pair.First.Number))
            yield return new Breach(history.UserId, BreachKind.OutOfOrder, $"client's #{after.Number} was written after #{before.Number}");

        var present = written.Select(message => message.Number).ToHashSet();
        var sent = history.Calls.Select(call => call.Number).ToHashSet();
        foreach (var number in present.Where(number => !sent.Contains(number)))
            yield return new Breach(history.UserId, BreachKind.Other, $"client's #{number} was never sent");

        foreach (var breach in FindMissing(history, present))
            yield return breach;
    }

    private static IEnumerable<Breach> FindMissing(ClientHistory history, HashSet<long> present)
    {
        var failed = new Excuses(history, "ClientText", "ClientFile");

        // JAICP may refuse the notice as well.
        var wasTold = history.Events.Any(received => received is { Type: "TextMessage", Text: { } text } && MessageText.IsNoticeToClient(text))
            || history.DeadLetters.Any(letter => letter.Kind == "ClientNotice");
        foreach (var call in history.Calls.Where(call => call.IsAccepted && call.IsMessage && !present.Contains(call.Number)))
        {
            var fault = !failed.Cover(call.Number) ? "it is no dead letter"
                : !wasTold && !IsWithBot(history, call) ? "the client was not told"
                : null;
            if (fault is not null)
                yield return new Breach(history.UserId, BreachKind.Lost, $"client's #{call.Number} was accepted and is in no ticket: {fault}");
        }

        // The helpdesk refused the note for good.
        var refused = new Excuses(history, "ClientLeft");
        foreach (var call in history.Calls)
        {
            var mustBeNoted = call is { Kind: CallKind.CloseChat, IsAccepted: true, IsChatKnownOpen: true } && !IsRepetition(call);
            if (mustBeNoted && !present.Contains(call.Number) && !refused.Cover(call.Number))
                yield return new Breach(history.UserId, BreachKind.Lost, $"no agent was told that the client closed the chat (#{call.Number})");
        }

        // The answer to an earlier call was lost, and the client repeated it. The earlier call has closed the chat.
        bool IsRepetition(ClientCall call) => history.Calls.Any(before =>
            before is { Kind: CallKind.CloseChat, IsAccepted: false } && before.Number < call.Number && present.Contains(before.Number)
            && history.Calls.All(other => other.Kind == CallKind.CloseChat || other.Number < before.Number || other.Number > call.Number));
    }

    /// <summary>After an agent gave the chat back, the client talks to the bot, and hears nothing of the agents' side.</summary>
    private static bool IsWithBot(ClientHistory history, ClientCall call) => history.Actions.Any(action =>
        action.IsReturn && action.StartedAt < call.EndedAt && !history.Calls.Any(other =>
            other is { Kind: CallKind.SelectDestination, IsAccepted: true } && other.Number < call.Number && other.StartedAt > action.EndedAt));

    /// <summary>Comments, and values of the field that the bot's script sets, in order.</summary>
    private static IEnumerable<(string TicketName, RecordedComment? Comment, string? FieldValue)> GetWritings(ClientHistory history)
    {
        foreach (var ticket in history.Tickets)
        {
            var fields = ticket.Changes.Where(change => BotCallsCheck.IsByScript(change, history.UserId))
                .Select(change => (change.Id, Comment: (RecordedComment?)null, change.Value));
            var comments = ticket.Comments.Select(comment => (comment.Id, Comment: (RecordedComment?)comment, Value: (string?)null));
            foreach (var (_, comment, value) in comments.Concat(fields).OrderBy(writing => writing.Id))
                yield return ($"#{ticket.Id}", comment, value);
        }
    }

    private static long? FindNumberOfNote(string body, string userId) =>
        MessageText.FindClosingText(body, userId) ?? MessageText.FindRating(body, userId) ?? MessageText.FindChangedContext(body, userId).After;

    private static bool HasNamedFiles(RecordedComment comment, string userId)
    {
        var named = MessageText.FindAttachedFiles(comment.Body).ToList();
        return named.Count == comment.Files.Count && named.Zip(comment.Files).All(pair =>
            pair.Second.Name == MessageText.CreateText(userId, pair.First)
            && pair.Second.Content.AsSpan().SequenceEqual(MessageText.CreateFileContent(userId, pair.First)));
    }
}
