using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk;

/// <summary>How far a reading was taken for a conversation.</summary>
internal enum NewsTaken
{
    All,

    /// <summary>Our own writing overtook the reading, so its status may be old: the comments stand, the ticket is read again at once.</summary>
    Outdated,

    /// <summary>The comments before one with a file that the helpdesk is still looking through for malware.</summary>
    UntilScanned,

    /// <summary>The comments; the rest waits until the client's words are in the ticket, or will never be.</summary>
    UntilWritten,

    /// <summary>The comments; the rest waits a moment, for a write under way or for a merge to show.</summary>
    ForNow,
}

/// <summary>What a reading of a ticket means for one of its conversations: who is in charge, what the agents said, how the ticket goes on.</summary>
internal sealed class TicketNews(Intake intake, BridgeClock clock)
{
    /// <summary>A merge that only a ring told of is waited for so often before the ticket's own word is taken.</summary>
    private const int MostLooksForMerge = 10;

    /// <summary>A scan that takes longer holds nothing up: the helpdesk itself refuses the download of what it finds later.</summary>
    private static readonly TimeSpan LongestScan = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(5);

    public async Task<(NewsTaken Taken, List<LaneId> Lanes, string? MovedTo)> TakeAsync(
        StoreSession session, NotedTicket note, TicketListener listener, TicketReading.Found reading, IReadOnlySet<string> own)
    {
        var lanes = new List<LaneId>();

        // Erased since the ticket was asked for: nobody is there to hear it.
        if (await session.FindConversationAsync(listener.Conversation.Id) is not { } conversation)
            return (NewsTaken.All, lanes, null);
        var isOutdated = conversation.Version != listener.Conversation.Version;
        var isCurrent = conversation.TicketId == note.TicketId;

        if (isCurrent && !isOutdated && !reading.Status.IsOver())
            await GoOnAsync(new ConversationInput.AgentInCharge(reading.Assignee));
        var isHeardByAnother = !conversation.IsOpen && isCurrent && await session.IsTicketSharedAsync(conversation);
        var comments = reading.Comments.Where(comment => !own.Contains(comment.Id) && IsForClient(comment)).ToList();
        var unscanned = comments.FirstOrDefault(IsBeingScanned);
        foreach (var input in comments.TakeWhile(comment => comment != unscanned).SelectMany(comment => InputsOf(comment, isHeardByAnother)))
            await GoOnAsync(input);
        if (unscanned is not null)
        {
            // It waits with all that comes after it, the end of the chat included, so that the order is kept.
            await session.SaveReadingAsync(note.Helpdesk, note.TicketId, conversation.Id, NotAhead(unscanned.CreatedAt), seenUpdatedAt: null, clock.Now);
            return (NewsTaken.UntilScanned, lanes, null);
        }

        await session.SaveReadingAsync(
            note.Helpdesk, note.TicketId, conversation.Id, NotAhead(reading.ReadUntil), SeenUpdate(reading.UpdatedAt), clock.Now);

        if (isOutdated)
            return (NewsTaken.Outdated, lanes, null);
        if (!isCurrent)
            return (NewsTaken.All, lanes, null);

        var clientWaits = await session.IsClientWaitingAsync(conversation.Id);
        if (conversation.IsOpen || clientWaits)
        {
            if (reading.Merge is null && note.MergedInto is not null && !reading.Status.IsOver() && note.Attempts < MostLooksForMerge)
                return (NewsTaken.ForNow, lanes, null);
            if (MergeOf(note, reading) is { } merge && !(await session.FindTicketIdsAsync(conversation.Id)).Contains(merge.Into))
            {
                // What was sent to this ticket is looked for in this ticket.
                if (await session.IsBeingWrittenAsync(conversation.Id))
                    return (NewsTaken.ForNow, lanes, null);
                await GoOnAsync(new ConversationInput.TicketMerged(merge.Into, merge.At, merge.LastComment));
                await session.NoteTicketAsync(note.Helpdesk, merge.Into, clock.Now);
                return (NewsTaken.All, lanes, merge.Into);
            }
        }

        // The client's text decides: it reopens the ticket, or goes to a follow-up. Only without one is this the end.
        if (conversation.IsOpen && reading.Status.IsOver() && clientWaits)
            return (NewsTaken.UntilWritten, lanes, null);
        await GoOnAsync(new ConversationInput.TicketSeen(reading.Status, reading.Responsible));
        return (NewsTaken.All, lanes, null);

        bool IsForClient(AgentComment comment) => listener.HearsAfter?.IsBefore(comment.CreatedAt, comment.Id) ?? true;

        async Task GoOnAsync(ConversationInput input)
        {
            var taken = await intake.TakeAsync(session, conversation, input);
            conversation = taken.After ?? conversation;
            lanes.AddRange(taken.Lanes);
        }
    }

    /// <summary>Whichever way the two clocks differ: a comment far from now waits for no scan.</summary>
    private bool IsBeingScanned(AgentComment comment) =>
        comment.Files.Any(file => file.Check == FileCheck.Running) && (clock.Now - comment.CreatedAt).Duration() < LongestScan;

    private static IEnumerable<ConversationInput> InputsOf(AgentComment comment, bool isHeardByAnother)
    {
        if (comment.Text.Length > 0)
            yield return new ConversationInput.AgentWrote(comment.Id, comment.Text, comment.Author) { IsHeardByAnother = isHeardByAnother };
        foreach (var (file, check) in comment.Files)
            yield return new ConversationInput.AgentSentFile(comment.Id, file, check == FileCheck.Infected, comment.Author) { IsHeardByAnother = isHeardByAnother };
    }

    /// <summary>What the ticket shows, else what a ring told of; that one has no comment to go by, so all of the second in which the ticket was closed counts as before.</summary>
    private TicketMerge? MergeOf(NotedTicket note, TicketReading.Found reading) => reading.Merge
        ?? (note.MergedInto is { } into && reading.Status is TicketStatus.Closed or TicketStatus.Gone ? new TicketMerge(into, reading.UpdatedAt ?? clock.Now, null) : null);

    /// <summary>A comment from the future, by a broken clock or answer, must not make all that come before then look as if they were read.</summary>
    private DateTimeOffset? NotAhead(DateTimeOffset? readUntil) => readUntil > clock.Now ? clock.Now : readUntil;

    /// <summary>Zendesk's times are whole seconds: a change in the second of the reading may have come after it, so such a reading doesn't count as seen.</summary>
    private DateTimeOffset? SeenUpdate(DateTimeOffset? updatedAt) => updatedAt is { } time && clock.Now - time >= SettledAfter ? time : null;
}
