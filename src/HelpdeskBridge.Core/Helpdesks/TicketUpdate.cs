using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>How far a read of a ticket was processed for a conversation.</summary>
internal enum UpdateProgress
{
    Complete,

    /// <summary>
    /// The bridge wrote to the ticket after it was read, so the status may be old. The comments count; the ticket is read again at once.
    /// </summary>
    Outdated,

    /// <summary>Processed up to a comment with a file that the helpdesk is still scanning for malware.</summary>
    WaitingForScan,

    /// <summary>
    /// The comments are processed. The status waits until the client's messages are in the ticket, or have been given up; a merge, until nothing is
    /// being written.
    /// </summary>
    WaitingForWrite,

    /// <summary>The comments are processed. The status waits a moment for a merge to become visible.</summary>
    RetrySoon,
}

/// <summary>What the store knows about a conversation whose ticket was read.</summary>
/// <param name="Conversation">As stored now.</param>
/// <param name="IsTicketShared">The ticket carries another open conversation as well.</param>
/// <param name="HasWaitingTurn">Something the client wrote, or a new hand-over, is not in the ticket yet.</param>
/// <param name="HasWaitingWrite">The chat is over, and anything is not in the ticket yet: also a note, a rating or a field.</param>
/// <param name="HasWriteInProgress">A write to the helpdesk is in progress, or its answer was lost.</param>
/// <param name="TicketIds">All tickets the conversation had so far.</param>
/// <param name="ReturnTag">The tag of a ticket that gives its chat back to the bot; null: none does.</param>
internal sealed record UpdateContext(
    Conversation Conversation, bool IsTicketShared, bool HasWaitingTurn, bool HasWaitingWrite, bool HasWriteInProgress,
    IReadOnlySet<string> TicketIds, string? ReturnTag);

/// <summary>What a read of a ticket means for one of its conversations. Pure: <see cref="TicketUpdateProcessor"/> stores it.</summary>
/// <param name="Progress">How far the read was processed.</param>
/// <param name="Inputs">What the conversation learns, in order.</param>
/// <param name="ReadUntil">Time of the newest comment that was processed; null: as before.</param>
/// <param name="SeenUpdatedAt">The ticket's change time, as far as the read is known to include it; null: read it again at the next sweep.</param>
internal sealed record TicketUpdate(
    UpdateProgress Progress, IReadOnlyList<ConversationInput> Inputs, DateTimeOffset? ReadUntil, DateTimeOffset? SeenUpdatedAt)
{
    /// <summary>
    /// After so many reads in which a merge that a webhook reported is not visible, the ticket's status counts, so that the chat goes on.
    /// </summary>
    private const int MaxReadsForMerge = 10;

    /// <summary>A longer scan delays nothing: the helpdesk refuses the download of what it finds later.</summary>
    private static readonly TimeSpan MaxScanTime = TimeSpan.FromSeconds(30);

    /// <summary>A helpdesk's times may be whole seconds, so a change in the second of the read may have come after it.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(5);

    /// <summary>The ticket that the conversation moves to, where it was merged.</summary>
    public string? MovedTo => Inputs.OfType<ConversationInput.TicketMerged>().LastOrDefault()?.Into;

    /// <param name="sync">The pending read.</param>
    /// <param name="subscription">The conversation and how far the ticket was read for it, as they were before the read.</param>
    /// <param name="read">What was read.</param>
    /// <param name="ownComments">Comments that the bridge wrote.</param>
    /// <param name="context">What the store knows now.</param>
    /// <param name="now">Now.</param>
    public static TicketUpdate Create(
        PendingTicketSync sync, TicketSubscription subscription, TicketReading.Found read, IReadOnlySet<string> ownComments, UpdateContext context,
        DateTimeOffset now)
    {
        var conversation = context.Conversation;
        var isOutdated = conversation.Version != subscription.Conversation.Version;
        var isCurrentTicket = conversation.TicketId == sync.TicketId;
        var inputs = new List<ConversationInput>();
        if (isCurrentTicket && !isOutdated && read.Status?.IsOver() == false)
            inputs.Add(new ConversationInput.TicketAssigned(read.Assignee));

        var isForAnother = !conversation.IsOpen && isCurrentTicket && context.IsTicketShared;
        var comments = read.Comments.Where(comment => !ownComments.Contains(comment.Id) && IsForClient(subscription, comment)).ToList();
        var unscanned = comments.Find(comment => IsBeingScanned(comment, now));
        inputs.AddRange(comments.TakeWhile(comment => comment != unscanned).SelectMany(comment => GetInputs(comment, isForAnother)));

        // The comment waits together with everything after it, the end of the chat included, so that the order is kept.
        if (unscanned is not null)
            return new TicketUpdate(UpdateProgress.WaitingForScan, inputs, LimitToNow(unscanned.CreatedAt, now), null);

        // Without a status, only the comments were read: they count, however old the read is.
        var progress = read.Status is not { } status ? UpdateProgress.Complete
            : isOutdated ? UpdateProgress.Outdated
            : isCurrentTicket ? AddTicketInputs(sync, read, status, context, inputs, now)
            : UpdateProgress.Complete;
        var seenUpdatedAt = read.UpdatedAt is { } updatedAt && now - updatedAt >= SettledAfter ? read.UpdatedAt : null;
        return new TicketUpdate(progress, inputs, LimitToNow(read.ReadUntil, now), seenUpdatedAt);
    }

    /// <summary>What the ticket itself means: it goes on in another one, or it is over.</summary>
    private static UpdateProgress AddTicketInputs(
        PendingTicketSync sync, TicketReading.Found read, TicketStatus status, UpdateContext context, List<ConversationInput> inputs,
        DateTimeOffset now)
    {
        if (context.Conversation.IsOpen || context.HasWaitingWrite)
        {
            if (read.Merge is null && sync.MergedInto is not null && !status.IsOver() && sync.Attempts < MaxReadsForMerge)
                return UpdateProgress.RetrySoon;
            if (GetMerge(sync, read, now) is { } merge && !context.TicketIds.Contains(merge.Into))
            {
                // What is being written to this ticket is looked for in this ticket.
                if (context.HasWriteInProgress)
                    return UpdateProgress.WaitingForWrite;
                inputs.Add(new ConversationInput.TicketMerged(merge.Into, merge.At, merge.LastComment));
                return UpdateProgress.Complete;
            }
        }

        // The message decides: it reopens the ticket, or goes to a follow-up. Only without one is this the end. A tag is taken away by the hand-over
        // of the next chat.
        var returnTag = FindReturnTag(read, context);
        if (context.Conversation.IsOpen && (status.IsOver() || returnTag is not null) && context.HasWaitingTurn)
            return UpdateProgress.WaitingForWrite;
        inputs.Add(new ConversationInput.TicketRead(status, read.Responsible) { ReturnTag = returnTag });
        return UpdateProgress.Complete;
    }

    private static string? FindReturnTag(TicketReading.Found read, UpdateContext context) =>
        context.ReturnTag is { } tag && read.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase) ? tag : null;

    private static bool IsForClient(TicketSubscription subscription, AgentComment comment) =>
        subscription.StartAfter?.IsBefore(comment.CreatedAt, comment.Id) ?? true;

    /// <summary>Whichever way the two clocks differ, a comment far from now waits for no scan.</summary>
    private static bool IsBeingScanned(AgentComment comment, DateTimeOffset now) =>
        comment.Files.Any(file => file.Scan == MalwareScan.Running) && (now - comment.CreatedAt).Duration() < MaxScanTime;

    private static IEnumerable<ConversationInput> GetInputs(AgentComment comment, bool isForAnother)
    {
        if (comment.Refusal is { } refusal)
        {
            if (!isForAnother)
                yield return new ConversationInput.CommentRefused(comment.Id, refusal);
            yield break;
        }

        if (comment.Text.Length > 0)
            yield return new ConversationInput.AgentWrote(comment.Id, comment.Text, comment.Author) { IsForAnotherConversation = isForAnother };
        foreach (var (file, scan) in comment.Files)
        {
            yield return new ConversationInput.AgentSentFile(comment.Id, file, scan == MalwareScan.Infected, comment.Author)
            {
                IsForAnotherConversation = isForAnother,
            };
        }
    }

    /// <summary>
    /// The merge that the ticket shows, else the one a webhook told of. The latter names no comment, so all of the second in which the ticket was
    /// closed counts as before it.
    /// </summary>
    private static TicketMerge? GetMerge(PendingTicketSync sync, TicketReading.Found read, DateTimeOffset now)
    {
        if (read.Merge is not null)
            return read.Merge;
        return sync.MergedInto is { } into && read.Status is TicketStatus.Closed or TicketStatus.Gone
            ? new TicketMerge(into, read.UpdatedAt ?? now, null)
            : null;
    }

    /// <summary>
    /// A comment from the future, by a wrong clock or answer, must not make everything before that time look as if it had been read.
    /// </summary>
    private static DateTimeOffset? LimitToNow(DateTimeOffset? readUntil, DateTimeOffset now) => readUntil > now ? now : readUntil;
}
