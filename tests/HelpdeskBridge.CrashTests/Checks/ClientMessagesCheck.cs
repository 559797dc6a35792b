using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>The client's messages are in the client's tickets: all that were accepted, once, in order.</summary>
internal static class ClientMessagesCheck
{
    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        var written = new List<(long Number, string Ticket)>();
        foreach (var (name, comment) in GetComments(history))
        {
            if (comment is { Author: CommentAuthor.Client, IsPublic: true })
            {
                if (!HasNamedFiles(comment, history.UserId))
                    yield return new Breach(history.UserId, BreachKind.Lost, $"{name} does not have the files it names: {comment.Body}");
                if (MessageText.FindClientMessages(comment.Body, history.UserId) is { } numbers)
                    written.AddRange(numbers.Select(number => (number, name)));
                else
                    yield return new Breach(history.UserId, BreachKind.Other, $"{name} has a comment the client did not write: {comment.Body}");
            }
            else if (comment is { Author: CommentAuthor.Bridge, IsPublic: false }
                && MessageText.FindClosingText(comment.Body, history.UserId) is { } closing)
            {
                written.Add((closing, name));
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
        var missing = history.Calls.Where(call => call.IsAccepted && call.IsMessage && !present.Contains(call.Number)).ToList();
        var failed = history.DeadLetters.Count(letter => letter.Kind is "ClientText" or "ClientFile");
        var wasTold = history.Events.Any(received =>
            received is { Type: "TextMessage", Text: { } text } && text.Contains("could not be delivered", StringComparison.Ordinal));
        if (missing.Count > failed || (missing.Count > 0 && !wasTold))
        {
            var failure = $"{failed} dead letter(s), the client was {(wasTold ? "" : "not ")}told";
            foreach (var call in missing)
                yield return new Breach(history.UserId, BreachKind.Lost, $"client's #{call.Number} was accepted and is in no ticket ({failure})");
        }

        foreach (var call in history.Calls)
        {
            var mustBeNoted = call is { Kind: CallKind.CloseChat, IsAccepted: true, IsChatKnownOpen: true } && !IsRepetition(call);
            if (mustBeNoted && !present.Contains(call.Number))
                yield return new Breach(history.UserId, BreachKind.Lost, $"no agent was told that the client closed the chat (#{call.Number})");
        }

        // The answer to an earlier call was lost, and the client repeated it. The earlier call has closed the chat.
        bool IsRepetition(ClientCall call) => history.Calls.Any(before =>
            before is { Kind: CallKind.CloseChat, IsAccepted: false } && before.Number < call.Number && present.Contains(before.Number)
            && history.Calls.All(other => other.Kind == CallKind.CloseChat || other.Number < before.Number || other.Number > call.Number));
    }

    private static IEnumerable<(string TicketName, RecordedComment Comment)> GetComments(ClientHistory history) =>
        history.Tickets.SelectMany(ticket => ticket.Comments.OrderBy(comment => comment.Id).Select(comment => ($"#{ticket.Id}", comment)));

    private static bool HasNamedFiles(RecordedComment comment, string userId)
    {
        var named = MessageText.FindAttachedFiles(comment.Body).ToList();
        return named.Count == comment.Files.Count && named.Zip(comment.Files).All(pair =>
            pair.Second.Name == MessageText.CreateText(userId, pair.First)
            && pair.Second.Content.AsSpan().SequenceEqual(MessageText.CreateFileContent(userId, pair.First)));
    }
}
