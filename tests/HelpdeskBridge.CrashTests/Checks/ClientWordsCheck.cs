using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>What the client said stands in the client's tickets: everything accepted, once, in order.</summary>
internal static class ClientWordsCheck
{
    public static IEnumerable<Breach> Breaches(ClientStory story)
    {
        var written = new List<(long Number, string Where)>();
        foreach (var (ticket, comment) in story.Tickets.SelectMany(ticket => ticket.Comments.OrderBy(c => c.Id).Select(comment => (ticket, comment))))
        {
            var where = $"#{ticket.Id}";
            if (comment is { Writer: Writer.Client, IsPublic: true })
            {
                if (!HoldsItsFiles(comment, story.UserId))
                    yield return new Breach(story.UserId, BreachKind.Lost, $"{where} does not hold the files it names, byte for byte: {comment.Body}");
                if (Wording.NumbersIn(comment.Body, story.UserId) is { } numbers)
                    written.AddRange(numbers.Select(number => (number, where)));
                else
                    yield return new Breach(story.UserId, BreachKind.Other, $"{where} has strange words of the client: {comment.Body}");
            }
            else if (comment is { Writer: Writer.Bridge, IsPublic: false } && Wording.PartingIn(comment.Body, story.UserId) is { } parting)
                written.Add((parting, where));
            else if (comment.Writer == Writer.Bridge && comment.IsPublic)
                yield return new Breach(story.UserId, BreachKind.Other, $"{where} has a public comment in the bridge's own name: {comment.Body}");
        }

        foreach (var twice in written.GroupBy(words => words.Number).Where(group => group.Count() > 1))
            yield return new Breach(story.UserId, BreachKind.Duplicated, $"client's #{twice.Key} stands {twice.Count()} times, in {string.Join(", ", twice.Select(w => w.Where))}");
        foreach (var (before, after) in written.Zip(written.Skip(1)).Where(pair => pair.Second.Number < pair.First.Number))
            yield return new Breach(story.UserId, BreachKind.OutOfOrder, $"client's #{after.Number} stands after #{before.Number}");

        var there = written.Select(words => words.Number).ToHashSet();
        var known = story.Calls.Select(call => call.Number).ToHashSet();
        foreach (var number in there.Where(number => !known.Contains(number)))
            yield return new Breach(story.UserId, BreachKind.Other, $"client's #{number} was never sent");

        var missing = story.Calls.Where(call => call.IsAccepted && call.IsMessage && !there.Contains(call.Number)).ToList();
        var failed = story.DeadLetters.Count(letter => letter.Kind is "ClientText" or "ClientFile");
        var told = story.Events.Any(received => received is { Type: "TextMessage", Text: { } text } && text.Contains("could not be delivered", StringComparison.Ordinal));
        if (missing.Count > failed || (missing.Count > 0 && !told))
        {
            foreach (var call in missing)
                yield return new Breach(story.UserId, BreachKind.Lost, $"client's #{call.Number} was accepted and is in no ticket ({failed} dead letter(s), the client was {(told ? "" : "not ")}told)");
        }

        foreach (var call in story.Calls.Where(call => call is { Kind: CallKind.Close, IsAccepted: true, Surely: true } && !there.Contains(call.Number) && !IsRepeated(call)))
            yield return new Breach(story.UserId, BreachKind.Lost, $"the agent was not told that the client left (#{call.Number})");

        // An answer was lost, and the call repeated: the first one did it.
        bool IsRepeated(ClientCall call) => story.Calls.Any(before =>
            before is { Kind: CallKind.Close, IsAccepted: false } && before.Number < call.Number && there.Contains(before.Number)
            && story.Calls.All(between => between.Kind == CallKind.Close || between.Number < before.Number || between.Number > call.Number));
    }

    private static bool HoldsItsFiles(SeenComment comment, string userId)
    {
        var named = Wording.AttachedIn(comment.Body).ToList();
        return named.Count == comment.Files.Count
            && named.Zip(comment.Files).All(pair => pair.Second.Name == Wording.Text(userId, pair.First) && pair.Second.Content.AsSpan().SequenceEqual(Wording.File(userId, pair.First)));
    }
}
