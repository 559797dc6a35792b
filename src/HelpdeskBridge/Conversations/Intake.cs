using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Conversations;

/// <summary>What became of an input.</summary>
/// <param name="After">The conversation as stored; null: there is none.</param>
/// <param name="Lanes">Lanes that got a message, to be rung after the commit.</param>
internal sealed record Taken(Conversation? After, List<LaneId> Lanes)
{
    /// <summary>Client's files among the messages, to be fetched after the commit.</summary>
    public List<ArrivingFile> Files { get; } = [];
}

/// <summary>
/// The one door to a conversation: load, decide, save and enqueue in one transaction, then ring the lanes. Whoever awaits it
/// hears back only after the commit. Nothing else writes a conversation.
/// </summary>
internal sealed class Intake(IDatabase database, Doorbell doorbell, ChannelPolicies policies, IChannelHours hours, BridgeClock clock)
{
    /// <summary>Takes what a client's side sent.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the caller may come again.</exception>
    public async Task AcceptAsync(ChannelUser client, ConversationInput input, CancellationToken cancellation)
    {
        var taken = await database.WriteAsync(
            async session => await TakeAsync(session, await session.FindCurrentConversationAsync(client), client, input), cancellation);
        doorbell.RingFiles(client.Channel, taken.Files);
        doorbell.Ring(taken.Lanes);
    }

    /// <summary>Takes what was seen or done on the helpdesk's side, inside the caller's transaction; the lanes are rung after its commit.</summary>
    public async Task<Taken> TakeAsync(StoreSession session, Conversation conversation, ConversationInput input) =>
        await TakeAsync(session, conversation, conversation.Client, input);

    private async Task<Taken> TakeAsync(StoreSession session, Conversation? current, ChannelUser client, ConversationInput input)
    {
        var now = clock.Now;
        var decision = ConversationRules.On(current, input, policies.Of(client.Channel), client, new Moment(now, clock.NewId(), hours.IsOpen(client.Channel)));
        if (decision.After is not { } after)
            return new Taken(null, []);

        // What caused it was taken before: nothing of it happens twice.
        var sources = decision.Messages.Select(message => message.SourceKey).OfType<string>().ToList();
        if (sources.Count > 0 && await session.IsTakenAsync(after.Id, sources))
            return new Taken(current, []);

        // A write is news even where it changes nothing here: a reading that began before it tells what was.
        var isWrite = input is ConversationInput.TicketWritten;
        if (after != current || isWrite)
            after = await session.SaveConversationAsync(after, isNews: isWrite || current is null || after with { LastWordAt = current.LastWordAt } != current);
        if (after.TicketId is { } ticketId && ticketId != current?.TicketId)
        {
            await session.SaveTicketAsync(after.Helpdesk, ticketId, after.Id, now, input is ConversationInput.TicketMerged merged ? new CommentMark(merged.At, merged.LastComment) : null);
            await session.WakeNoteAsync(after.Helpdesk, ticketId, now);
        }

        var taken = new Taken(after, []);
        foreach (var message in decision.Messages)
        {
            var id = clock.NewId();
            if (!await session.EnqueueAsync(after.Id, message, id, now))
                continue;
            if (message.Body is not OpenTicket && message.Body.Direction == Direction.ToHelpdesk)
                await session.HastenOpeningAsync(after.Id, now);
            taken.Lanes.Add(new LaneId(after.Id, message.Body.Direction));
            if (message.Body is ClientFile file)
                taken.Files.Add(new ArrivingFile(id, file));
        }

        return taken;
    }
}
