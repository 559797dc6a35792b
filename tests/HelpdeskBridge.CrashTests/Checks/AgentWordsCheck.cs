using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>What agents say in public arrives at JAICP once and in order, or, where the chat is over, is answered with one internal note.</summary>
internal static class AgentWordsCheck
{
    /// <summary>Zendesk's times are whole seconds.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IEnumerable<Breach> Breaches(ClientStory story)
    {
        var delivered = story.Events.Where(e => e.Type == "TextMessage").Select(e => (Number: Wording.ReplyIn(e.Text ?? "", story.UserId), Event: e)).ToList();
        var byNumber = delivered.Where(d => d.Number is not null).ToLookup(d => d.Number!.Value, d => d.Event);
        var comments = story.Tickets.SelectMany(ticket => ticket.Comments).ToList();
        var notes = comments.Where(c => c is { Writer: Writer.Bridge, IsPublic: false })
            .Select(c => (Number: Wording.ReplyIn(c.Body, story.UserId), Note: c)).Where(n => n.Number is not null).ToLookup(n => n.Number!.Value, n => n.Note);
        var undeliverable = story.DeadLetters.Count(letter => letter.Kind == "ClientGone");

        foreach (var act in story.Acts.Where(act => act.Says))
        {
            var (came, noted) = (byNumber[act.Number].ToList(), notes[act.Number].ToList());
            if (came.Count > 1 || noted.Count > 1 || (came.Count == 1 && noted.Count == 1))
                yield return new Breach(story.UserId, BreachKind.Duplicated, $"agent's #{act.Number} was delivered {came.Count} and noted {noted.Count} times");
            else if (came.Count + noted.Count == 0 && --undeliverable < 0)
                yield return new Breach(story.UserId, BreachKind.Lost, $"agent's #{act.Number} was neither delivered nor noted");
            else if (noted is [var note] && (act.Surely || !Ends(story).Any(end => MayBeLate(story, act, end, note.CreatedAt + Second))))
                yield return new Breach(story.UserId, BreachKind.Lost, $"agent's #{act.Number} was written while the chat was open, and not delivered but noted");
            else if (came is [var words] && Ends(story).FirstOrDefault(end => IsAfter(story, act, end, words.At)) is { } over)
                yield return new Breach(story.UserId, BreachKind.OutOfOrder, $"agent's #{act.Number} reached the client after the end of the chat at {over.Known:HH:mm:ss.fff}");
        }

        foreach (var conversation in story.Tickets.GroupBy(ClientStory.ConversationOf))
        {
            var tickets = conversation.Select(ticket => ticket.Id).ToHashSet();
            var here = story.Acts.Where(act => act.Says && tickets.Contains(act.TicketId)).Select(act => act.Number).ToHashSet();
            var order = delivered.Where(d => d.Number is { } number && here.Contains(number)).Select(d => d.Number!.Value).ToList();
            foreach (var (before, after) in order.Zip(order.Skip(1)).Where(pair => pair.Second < pair.First))
                yield return new Breach(story.UserId, BreachKind.OutOfOrder, $"agent's #{after} was delivered after #{before}");
        }

        foreach (var stranger in delivered.Where(d => d.Number is null && story.DeadLetters.Count == 0))
            yield return new Breach(story.UserId, BreachKind.Other, $"JAICP got a text nobody wrote: {stranger.Event.Text}");
        foreach (var stranger in byNumber.Where(group => !story.Acts.Any(act => act.Says && act.Number == group.Key)))
            yield return new Breach(story.UserId, BreachKind.Other, $"JAICP got agent's #{stranger.Key}, which no agent wrote in public");
    }

    /// <summary>An end of the chat.</summary>
    /// <param name="ByClient">The client closed it, so nothing tells the client.</param>
    /// <param name="Began">When it began to be one.</param>
    /// <param name="Known">When both sides knew, at the latest.</param>
    private sealed record End(bool ByClient, DateTimeOffset Began, DateTimeOffset Known);

    /// <summary>Not every end by an agent is told (a second one, one that meets the client's own), so the n-th Closed belongs to the n-th end or a later one.</summary>
    private static IEnumerable<End> Ends(ClientStory story)
    {
        foreach (var call in story.Calls.Where(call => call.Kind == CallKind.Close))
            yield return new End(ByClient: true, call.StartedAt, call.IsAccepted ? call.EndedAt : DateTimeOffset.MaxValue);
        var told = story.Events.Where(e => e.Type == "Closed").ToList();
        foreach (var (index, act) in story.Acts.Where(act => act.Ends).Index())
            yield return new End(ByClient: false, act.At, index < told.Count ? told[index].At : DateTimeOffset.MaxValue);
    }

    /// <summary>Whether these words may have come after that end: it began before the note, and the client did not surely reopen the chat before they were written.</summary>
    private static bool MayBeLate(ClientStory story, AgentAct words, End end, DateTimeOffset notedAt) =>
        end.Began < notedAt
        && !story.Calls.Any(call => call.IsMessage && call.IsAccepted && call.StartedAt > end.Known && call.EndedAt < words.StartedAt
            && !story.Calls.Any(other => other.Kind == CallKind.HandOver && other.EndedAt > end.Began && other.StartedAt < call.StartedAt));

    /// <summary>Whether these words came although the chat was known to be over, without any call of the client since that could have opened it.</summary>
    private static bool IsAfter(ClientStory story, AgentAct words, End end, DateTimeOffset came) =>
        end.Known < (end.ByClient ? words.StartedAt : came)
        && !story.Calls.Any(call => call.Kind != CallKind.Close && call.EndedAt > end.Began && call.StartedAt < came);
}
