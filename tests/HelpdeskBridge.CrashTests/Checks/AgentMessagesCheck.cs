using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>Agents' replies reach JAICP once and in order. A reply to a chat that is over is answered with one internal note instead.</summary>
internal static class AgentMessagesCheck
{
    /// <summary>Zendesk's times are whole seconds.</summary>
    private static readonly TimeSpan ZendeskPrecision = TimeSpan.FromSeconds(1);

    public static IEnumerable<Breach> FindBreaches(ClientHistory history)
    {
        var delivered = history.Events.Where(received => received.Type == "TextMessage")
            .Select(received => new Delivery(MessageText.FindReply(received.Text ?? "", history.UserId), received)).ToList();
        return [.. FindMissingOrMisplaced(history, delivered), .. FindDisorder(history, delivered), .. FindUnknown(history, delivered)];
    }

    private static IEnumerable<Breach> FindMissingOrMisplaced(ClientHistory history, IReadOnlyList<Delivery> delivered)
    {
        var deliveries = delivered.Where(d => d.Number is not null).ToLookup(d => d.Number!.Value, d => d.Event);
        var notes = history.Tickets.SelectMany(ticket => ticket.Comments)
            .Where(comment => comment is { Author: CommentAuthor.Bridge, IsPublic: false })
            .Select(comment => (Number: MessageText.FindReply(comment.Body, history.UserId), Note: comment))
            .Where(pair => pair.Number is not null).ToLookup(pair => pair.Number!.Value, pair => pair.Note);
        var undeliverable = new Excuses(history, "ClientGone", "CommentNotForwarded");
        var withheld = CountWithheld(history);

        // JAICP refused them, and the note says so. It may refuse one that it took before, when the answer to that was lost.
        var refused = new Excuses(history, "AgentText");
        var notNoted = new Excuses(history, "ReplyNotDelivered");

        // A chat whose solved ticket could not be reopened is over, by no action of an agent and no call of the client.
        var mayBeOver = history.DeadLetters.Any(letter => letter.Kind == "ReopenTicket");
        foreach (var reply in history.Actions.Where(action => action.IsReply))
        {
            var (came, noted) = (deliveries[reply.Number].ToList(), notes[reply.Number].ToList());
            if (came.Count > 1 || noted.Count > 1 || (came.Count == 1 && noted.Count == 1 && !refused.Cover(reply.Number)))
                yield return CreateBreach(BreachKind.Duplicated, $"was delivered {came.Count} and noted {noted.Count} times");
            else if (came.Count + noted.Count == 0 && !undeliverable.Cover(reply.Number) && --withheld < 0
                && !((IsInClosedTicket(history, reply) || notNoted.Cover(reply.Number)) && refused.Cover(reply.Number)))
                yield return CreateBreach(BreachKind.Lost, "was neither delivered nor noted");
            else if (came.Count == 0 && noted is [var note] && !mayBeOver && (reply.IsChatKnownOpen || !IsMaybeLate(history, reply, note))
                && !refused.Cover(reply.Number))
                yield return CreateBreach(BreachKind.Lost, "was written while the chat was open, and not delivered but noted");
            else if (came is [var received] && FindEndBefore(history, reply, received) is { } end)
                yield return CreateBreach(BreachKind.OutOfOrder, $"reached the client after the end of the chat at {end.KnownAt:HH:mm:ss.fff}");

            Breach CreateBreach(BreachKind kind, string what) => new(history.UserId, kind, $"agent's #{reply.Number} {what}");
        }
    }

    /// <summary>
    /// A note that JAICP refused the reply can't be written there. The dead letter says it, as where the helpdesk refused the note too.
    /// </summary>
    private static bool IsInClosedTicket(ClientHistory history, AgentAction reply) =>
        history.Tickets.Any(ticket => ticket.Id == reply.TicketId && ticket.IsClosed);

    /// <summary>
    /// A reply with a number in it may be about merged tickets, and quote another client. While that can't be found out for long, the agents are told
    /// that the reply was not sent.
    /// </summary>
    private static int CountWithheld(ClientHistory history) => history.Tickets.SelectMany(ticket => ticket.Comments).Count(comment =>
        comment is { Author: CommentAuthor.Bridge, IsPublic: false }
        && comment.Body.StartsWith("A public comment was not sent to the client: it seems to be about merged tickets", StringComparison.Ordinal));

    private static IEnumerable<Breach> FindDisorder(ClientHistory history, IReadOnlyList<Delivery> delivered)
    {
        foreach (var conversation in history.Tickets.GroupBy(ClientHistory.GetConversation))
        {
            var tickets = conversation.Select(ticket => ticket.Id).ToHashSet();
            var replies = history.Actions.Where(action => action.IsReply && tickets.Contains(action.TicketId))
                .Select(action => action.Number).ToHashSet();
            var order = delivered.Where(d => d.Number is { } number && replies.Contains(number)).Select(d => d.Number!.Value).ToList();
            foreach (var (before, after) in order.Zip(order.Skip(1)).Where(pair => pair.Second < pair.First))
                yield return new Breach(history.UserId, BreachKind.OutOfOrder, $"agent's #{after} was delivered after #{before}");
        }
    }

    private static IEnumerable<Breach> FindUnknown(ClientHistory history, IReadOnlyList<Delivery> delivered)
    {
        foreach (var number in delivered.Select(d => d.Number).OfType<long>().Distinct())
        {
            if (!history.Actions.Any(action => action.IsReply && action.Number == number))
                yield return new Breach(history.UserId, BreachKind.Other, $"JAICP got agent's #{number}, which no agent wrote in public");
        }
    }

    /// <summary>
    /// Not every end by an agent is announced: not a second one, nor one that meets the client's own. So a Closed belongs to the first end before it
    /// that has none yet, or to a later one; and a Closed before that end to none, because a ticket could not be reopened.
    /// </summary>
    private static IEnumerable<ChatEnd> FindEnds(ClientHistory history)
    {
        foreach (var call in history.Calls.Where(call => call.Kind == CallKind.CloseChat))
            yield return new ChatEnd(IsByClient: true, call.StartedAt, call.IsAccepted ? call.EndedAt : DateTimeOffset.MaxValue);
        var closed = new Queue<DateTimeOffset>(history.Events.Where(received => received.Type == "Closed").Select(received => received.ReceivedAt));
        foreach (var action in history.Actions.Where(action => action.EndsChat))
        {
            while (closed.TryPeek(out var earlier) && earlier < action.StartedAt)
                closed.Dequeue();
            var knownAt = closed.TryDequeue(out var at) ? at : DateTimeOffset.MaxValue;
            yield return new ChatEnd(IsByClient: false, action.EndedAt, knownAt) { IsReturn = action.IsReturn };
        }
    }

    private static bool IsMaybeLate(ClientHistory history, AgentAction reply, RecordedComment note) =>
        FindEnds(history).Any(end => IsMaybeAfterEnd(history, reply, end, note.CreatedAt + ZendeskPrecision));

    /// <summary>
    /// Whether the reply may have come after that end: the end began before the note, and no call had surely reopened the chat before the reply. A
    /// chat that was given back to the bot is reopened by no text.
    /// </summary>
    private static bool IsMaybeAfterEnd(ClientHistory history, AgentAction reply, ChatEnd end, DateTimeOffset notedAt) =>
        end.BeganAt < notedAt
        && (end.IsReturn || !history.Calls.Any(call =>
            call.IsMessage && call.IsAccepted && call.StartedAt > end.KnownAt && call.EndedAt < reply.StartedAt
            && IsInConversation(history, call, reply.TicketId)
            && !history.Calls.Any(other =>
                other.Kind == CallKind.SelectDestination && other.EndedAt > end.BeganAt && other.StartedAt < call.StartedAt)));

    /// <summary>After its own end, a client's message may begin another conversation, which is another ticket.</summary>
    private static bool IsInConversation(ClientHistory history, ClientCall call, long ticketId)
    {
        var conversation = history.Tickets.Where(ticket => ticket.Id == ticketId).Select(ClientHistory.GetConversation).FirstOrDefault();
        return history.Tickets.Where(ticket => ClientHistory.GetConversation(ticket) == conversation).SelectMany(ticket => ticket.Comments)
            .Any(comment => MessageText.FindClientMessages(comment.Body, history.UserId)?.Contains(call.Number) == true);
    }

    private static ChatEnd? FindEndBefore(ClientHistory history, AgentAction reply, RecordedEvent received) =>
        FindEnds(history).FirstOrDefault(end => IsAfterEnd(history, reply, end, received.ReceivedAt));

    /// <summary>Whether the reply came although the chat was known to be over, and no call of the client since then could have opened it.</summary>
    private static bool IsAfterEnd(ClientHistory history, AgentAction reply, ChatEnd end, DateTimeOffset receivedAt) =>
        end.KnownAt < (end.IsByClient ? reply.StartedAt : receivedAt)
        && !history.Calls.Any(call => call.CanOpenChat && call.EndedAt > end.BeganAt && call.StartedAt < receivedAt);

    private sealed record Delivery(long? Number, RecordedEvent Event);

    /// <summary>An end of the chat.</summary>
    /// <param name="IsByClient">The client closed the chat, so nothing is announced to the client.</param>
    /// <param name="BeganAt">When the end began.</param>
    /// <param name="KnownAt">When both sides knew of it, at the latest.</param>
    private sealed record ChatEnd(bool IsByClient, DateTimeOffset BeganAt, DateTimeOffset KnownAt)
    {
        /// <summary>An agent gave the chat back to the bot.</summary>
        public bool IsReturn { get; init; }
    }
}
